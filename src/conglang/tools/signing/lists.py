"""Read a revocation list. Runs in the worker's child, because its input is hostile and may be large."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from conglang.tools.signing.rules import ListFacts, ListTrouble

_UNSAFE = (hashes.MD5, hashes.SHA1)


def load_list(data: bytes) -> x509.CertificateRevocationList:
    """The list in DER or PEM. Raises ValueError."""
    is_text = data.lstrip().startswith(b"-----BEGIN")
    return x509.load_pem_x509_crl(data) if is_text else x509.load_der_x509_crl(data)


def read_list(data: bytes, authorities: Sequence[bytes]) -> ListFacts | ListTrouble:
    """What a list says of itself, if one of these authorities (certificates in DER) has signed it.

    Lists of changes or of a part only are refused: a certificate that is not in them may be revoked all the
    same. The standard makes their marks critical.
    """
    try:
        found = load_list(data)
        is_whole = not any(each.critical for each in found.extensions)
        issued_at, number = found.last_update_utc, _number(found)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return ListTrouble.NOT_A_LIST
    if not is_whole:
        return ListTrouble.PARTIAL
    for each in authorities:
        authority = x509.load_der_x509_certificate(each)
        if is_signed_by(found, authority):
            name = authority.fingerprint(hashes.SHA256()).hex()
            return ListFacts(name, number, issued_at, found.next_update_utc, len(found))
    return ListTrouble.UNKNOWN_ISSUER


def is_signed_by(found: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    """Whether this authority made the list, by a method that is still safe."""
    if found.issuer != authority.subject:
        return False
    try:
        is_safe = not isinstance(found.signature_hash_algorithm, _UNSAFE)
        return is_safe and found.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def revoked_at(found: x509.CertificateRevocationList, serial: int) -> datetime | None:
    """When the list took the certificate with this number back; None if it did not."""
    row = found.get_revoked_certificate_by_serial_number(serial)
    return row.revocation_date_utc if row else None


def _number(found: x509.CertificateRevocationList) -> str:
    try:
        return str(found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number)
    except x509.ExtensionNotFound:
        return ""
