"""A throw-away office of certificates and PDFs signed by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.cert.public_bytes(serialization.Encoding.DER)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        plain = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(*plain))


def certify(
    name: str,
    by: Holder | None,
    now: datetime,
    *,
    since: timedelta = -30 * DAY,
    until: timedelta = 30 * DAY,
    authority: bool = False,
    usage: str = "content_commitment",
    stamps: bool = False,
    organisation: str = "",
    points_to_list: bool = False,
) -> Holder:
    """A certificate of `name`, by an authority or by itself; `since` and `until` count from `now`."""
    # pyHanko's little time stamping authority knows nothing but RSA
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    subject = x509.Name(parts)
    usages = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    ) | ({"key_cert_sign": True, "crl_sign": True} if authority else {usage: True})  # fmt: skip
    build = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.cert.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since)
        .not_valid_after(now + until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usages), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        build = build.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    if points_to_list:
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://crl.example/a")], None, None, None
        )
        build = build.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return Holder(build.sign((by.key if by else key), hashes.SHA256()), key)


def revocation_list(by: Holder, now: datetime, *revoked: Holder, at: timedelta = -2 * DAY) -> bytes:
    """A list in DER of what the authority took back."""
    build = x509.CertificateRevocationListBuilder().issuer_name(by.cert.subject)
    build = build.last_update(now - DAY).next_update(now + 10 * DAY)
    for holder in revoked:
        row = x509.RevokedCertificateBuilder().serial_number(holder.cert.serial_number)
        build = build.add_revoked_certificate(row.revocation_date(now + at).build())
    return build.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def blank() -> bytes:
    """A PDF of one page with a line of text."""
    writer = PdfFileWriter()
    font = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Font"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Type1"),
            generic.pdf_name("/BaseFont"): generic.pdf_name("/Helvetica"),
        }
    )
    resources = generic.DictionaryObject(
        {generic.pdf_name("/Font"): generic.DictionaryObject({generic.pdf_name("/F1"): font})}
    )
    page = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 700 Td (Quyet dinh so 1/QD-UBND) Tj ET")
    writer.insert_page(PageObject(writer.add_object(page), (0, 0, 595, 842), resources))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def sign(
    data: bytes,
    by: Holder,
    *chain: Holder,
    field: str = "Ky1",
    stamp_by: Holder | None = None,
    stamped_at: datetime | None = None,
    digest: str = "sha256",
    certify_document: bool = False,
    adobe: bool = False,
) -> bytes:
    """The PDF with one more signature, which holds the certificates of `chain` besides the signer's."""
    store = SimpleCertificateStore()
    store.register_multiple([holder.asn1 for holder in chain])
    signer = signers.SimpleSigner(signing_cert=by.asn1, signing_key=by.asn1_key, cert_registry=store)
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest,
        certify=certify_document,
        subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED if adobe else fields.SigSeedSubFilter.PADES,
    )
    stamper = None
    if stamp_by is not None:
        stamper = DummyTimeStamper(stamp_by.asn1, stamp_by.asn1_key, SimpleCertificateStore(), stamped_at)
    out = BytesIO()
    signers.PdfSigner(meta, signer=signer, timestamper=stamper).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(data)), output=out
    )
    return out.getvalue()


def edited(data: bytes) -> bytes:
    """The PDF with another text on its page, put there by an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 700 Td (Quyet dinh so 2/QD-UBND) Tj ET")
    page[generic.pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
