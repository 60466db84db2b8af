"""Read a certificate that somebody hands in, in any of the usual wrappings."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from conglang.kernel.text import nfc

MOST_BYTES = 64 * 1024
NAME_LENGTH = 300


class NotACertificate(ValueError):
    """The bytes are no single certificate of a signing authority."""


@dataclass(frozen=True)
class Certificate:
    """What a person compares before trusting it."""

    der: bytes
    fingerprint: str  # SHA-256, lower-case hex
    subject: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    is_root: bool  # signed by itself


def read_certificate(data: bytes) -> Certificate:
    """The certificate in DER or PEM. Raises NotACertificate, also for one that may not issue others."""
    if len(data) > MOST_BYTES:
        raise NotACertificate
    try:
        is_text = data.lstrip().startswith(b"-----BEGIN")
        cert = x509.load_pem_x509_certificate(data) if is_text else x509.load_der_x509_certificate(data)
        if not cert.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise NotACertificate
        return Certificate(
            der=cert.public_bytes(Encoding.DER),
            fingerprint=cert.fingerprint(hashes.SHA256()).hex(),
            subject=nfc(cert.subject.rfc4514_string())[:NAME_LENGTH],
            issuer=nfc(cert.issuer.rfc4514_string())[:NAME_LENGTH],
            valid_from=cert.not_valid_before_utc,
            valid_to=cert.not_valid_after_utc,
            is_root=_signs_itself(cert),
        )
    except (ValueError, x509.ExtensionNotFound) as error:
        raise NotACertificate from error


def spelled(fingerprint: str) -> str:
    """As it is printed: pairs in capitals, `F0:4B:…`."""
    return ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)).upper()


def same_fingerprint(typed: str, fingerprint: str) -> bool:
    """Whether somebody typed this fingerprint, with whatever between the pairs."""
    return "".join(letter for letter in typed.lower() if letter.isalnum()) == fingerprint


def _signs_itself(cert: x509.Certificate) -> bool:
    try:
        cert.verify_directly_issued_by(cert)
    except Exception:  # noqa: BLE001  # many kinds, all of which mean no
        return False
    return True
