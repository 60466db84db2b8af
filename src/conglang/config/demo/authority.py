"""A signing authority that nobody takes for a real one, and PDFs with its signatures.

The keys are made anew in each process and kept nowhere. Written with the bare formats, because pyHanko takes
longer to load than the whole demonstration.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from asn1crypto import cms, core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

AUTHORITY = "Trung tâm chứng thực trình diễn"
SINCE, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2044, 1, 1, tzinfo=UTC)
ROOM = 4096  # bytes that a signature may take in its file


@dataclass(frozen=True)
class Signatory:
    """Somebody invented with a certificate."""

    name: str
    organisation: str


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(Encoding.DER)


@cache
def authority() -> Holder:
    """The root of the demonstration."""
    return _certified(Signatory(AUTHORITY, "Dữ liệu trình diễn"), None)


@cache
def holder_of(signatory: Signatory) -> Holder:
    """A person or an agency that the authority has certified."""
    return _certified(signatory, authority())


def revoking(*signatories: Signatory, at: datetime, until: datetime) -> bytes:
    """The authority's list (DER), with these taken back at its date."""
    build = x509.CertificateRevocationListBuilder().issuer_name(authority().certificate.subject)
    build = build.last_update(at).next_update(until).add_extension(x509.CRLNumber(1), critical=False)
    for each in signatories:
        row = x509.RevokedCertificateBuilder().serial_number(holder_of(each).certificate.serial_number)
        build = build.add_revoked_certificate(row.revocation_date(at).build())
    return build.sign(authority().key, hashes.SHA256()).public_bytes(Encoding.DER)


def signed(data: bytes, by: Signatory, at: datetime) -> bytes:
    """The PDF with one more signature, made at that time; the document before it stays byte for byte.

    Raises ValueError for a PDF with a packed table of contents.
    """
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    if data[start : start + 4] != b"xref":
        raise ValueError("only plain cross-reference tables")
    trailer = data[data.index(b"trailer", start) :]
    root, size = (int(_found(rb"/%s\s+(\d+)" % name, trailer)) for name in (b"Root", b"Size"))
    kept = b"".join(re.findall(rb"/Info\s+\d+\s+\d+\s+R|/ID\s*\[[^\]]*\]", trailer))
    objects = {
        size: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(D:%s)"
        b"/ByteRange[0 %s]/Contents<%s>>>"
        % (at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode(), b"*" * 32, b"0" * ROOM * 2),
        size + 1: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Ky%d)/V %d 0 R/Rect[0 0 0 0]/F 132>>"
        % (data.count(b"/FT/Sig") + 1, size),
        root: _with_field(_found(rb"\b%d 0 obj\s*<<(.*?)>>\s*endobj" % root, data), size + 1),
    }
    return _sealed(_appended(data, objects, b"/Root %d 0 R%s/Prev %d" % (root, kept, start)), by, at)


def _found(pattern: bytes, text: bytes) -> bytes:
    """The last of what fits."""
    return bytes(re.findall(pattern, text, re.DOTALL)[-1])


def _with_field(catalog: bytes, field: int) -> bytes:
    fields = b"/AcroForm<</SigFlags 3/Fields["
    if fields in catalog:
        return b"<<%s>>" % catalog.replace(fields, b"%s%d 0 R " % (fields, field))
    return b"<<%s%s%d 0 R]>>>>" % (catalog, fields, field)


def _appended(data: bytes, objects: dict[int, bytes], trailer: bytes) -> bytes:
    """The file with new versions of objects after its end."""
    body, table = bytearray(data.rstrip() + b"\n"), b"xref\n"
    for number in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    end = (table, max(objects) + 1, trailer, len(body))
    return bytes(body) + b"%strailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % end


def _sealed(data: bytes, by: Signatory, at: datetime) -> bytes:
    """The file with the signature in the room that was left for it."""
    room = b"<%s>" % (b"0" * ROOM * 2)
    begins = data.rindex(room)
    ends = begins + len(room)
    covered = (b"%d %d %d" % (begins, ends, len(data) - ends)).ljust(32)
    data = covered.join(data.rsplit(b"*" * 32, 1))
    signature = _signature(data[:begins] + data[ends:], holder_of(by), at).hex().encode()
    return data[: begins + 1] + signature.ljust(ROOM * 2, b"0") + data[ends - 1 :]


def _signature(document: bytes, by: Holder, at: datetime) -> bytes:
    """A detached signature in CMS, with the certificates of the signer and of the authority."""
    certificate = asn1.Certificate.load(by.der)
    told = {
        "content_type": "data",
        "signing_time": cms.Time({"utc_time": core.UTCTime(at.astimezone(UTC))}),
        "message_digest": sha256(document).digest(),
    }
    attributes = cms.CMSAttributes([{"type": name, "values": [value]} for name, value in told.items()])
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number",
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
        ),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": by.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
    }
    content = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate, asn1.Certificate.load(authority().der)],
        "signer_infos": [signer],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})
    return bytes(whole.dump())


def _certified(who: Signatory, by: Holder | None) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, who.name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, who.organisation),
        ]
    )
    unused = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    is_root = by is None
    usage = x509.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_cert_sign=is_root,
        crl_sign=is_root, **unused,
    )  # fmt: skip
    build = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return Holder(build.sign(by.key if by else key, hashes.SHA256()), key)
