"""Judge the signatures of a PDF. Runs in a process of its own (`worker.py`), because its input is hostile."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from cryptography import x509 as installed
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from conglang.kernel.text import nfc
from conglang.tools.signing.lists import is_signed_by, load_list, revoked_at
from conglang.tools.signing.rules import (
    Added,
    Chain,
    Content,
    Report,
    Revocation,
    Signature,
    TimeSource,
    Trouble,
    TrustAnchors,
)

MOST_SIGNATURES = 50
NAME_LENGTH = 200
HEAD_BYTES = 1024  # readers look for the mark of a PDF this far
CLOCK_SLACK = timedelta(days=1)  # a signer's clock may go wrong by this much
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_CHAINS = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Chain.UNKNOWN,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Chain.NOT_VALID_THEN,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Chain.NOT_VALID_THEN,
    AdESIndeterminate.EXPIRED: Chain.NOT_VALID_THEN,
    AdESIndeterminate.NOT_YET_VALID: Chain.NOT_VALID_THEN,
    AdESFailure.NOT_YET_VALID: Chain.NOT_VALID_THEN,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Chain.WRONG_USE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Chain.WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Chain.WEAK,
    AdESFailure.REVOKED: Chain.REVOKED,
    AdESIndeterminate.REVOKED_NO_POE: Chain.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Chain.REVOKED,
}


@dataclass(frozen=True)
class Evidence:
    """What certificates are judged with: what was installed here (`trust`, `lists`) and what the file brings
    along. pyHanko would need minutes for a long list, and overlooks lists to which no certificate points."""

    trust: TrustAnchors
    lists: tuple[installed.CertificateRevocationList, ...]
    certificates: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]

    def context(self, moment: datetime, mode: str = "soft-fail") -> ValidationContext:
        """For pyHanko, which asks nobody else."""
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in self.trust.roots],
            other_certs=[*map(x509.Certificate.load, self.trust.intermediates), *self.certificates],
            moment=moment,
            allow_fetching=False,
            crls=self.crls,
            ocsps=self.ocsps,
            revocation_mode=mode,
            # lists that came with the file are younger than the signature
            retroactive_revinfo=True,
        )


def verify(data: bytes, trust: TrustAnchors, at: datetime) -> Report:
    """What can be said at this moment about every signature. Raises nothing, whatever the file is."""
    if b"%PDF-" not in data[:HEAD_BYTES]:
        return Report(trouble=Trouble.NOT_PDF)
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        # many files may be read by everybody and are encrypted only against changes
        if reader.security_handler and reader.decrypt("").status is AuthStatus.FAILED:
            return Report(trouble=Trouble.ENCRYPTED)
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except Exception:  # noqa: BLE001  # pyHanko promises no kind of error for broken files
        return Report(trouble=Trouble.BROKEN)
    if len(fields) > MOST_SIGNATURES:
        return Report(trouble=Trouble.TOO_MANY)
    return Report(tuple(_judge_all(reader, data, fields, trust, at)))


def _judge_all(
    reader: PdfFileReader, data: bytes, fields: list[tuple[str, Any, Any]], trust: TrustAnchors, at: datetime
) -> Iterator[Signature]:
    found: list[EmbeddedPdfSignature] = []
    unreadable: list[Signature] = []
    for name, _value, field in fields:
        try:
            found.append(EmbeddedPdfSignature(reader, field, name))
        except Exception:  # noqa: BLE001  # one broken signature does not hide the others
            unreadable.append(Signature(nfc(str(name))[:NAME_LENGTH], Content.UNREADABLE))
    found.sort(key=lambda each: each.signed_revision)
    for each in found:
        is_last = each is found[-1]
        try:
            yield _judge(each, data, trust, at, is_last=is_last)
        except Exception:  # noqa: BLE001
            yield Signature(nfc(str(each.fq_name))[:NAME_LENGTH], Content.UNREADABLE)
    yield from unreadable


def _judge(
    sig: EmbeddedPdfSignature, data: bytes, trust: TrustAnchors, at: datetime, *, is_last: bool
) -> Signature:
    evidence = _evidence(sig, trust)
    is_stamp = sig.sig_object_type == "/DocTimeStamp"
    told = Signature(
        field=nfc(str(sig.fq_name))[:NAME_LENGTH],
        content=Content.UNREADABLE,
        is_stamp=is_stamp,
        claimed_at=_aware(sig.self_reported_timestamp),
        digest=sig.md_algorithm,
        **_names(sig.signer_cert),
    )
    told = _timed(told, sig, evidence, at)
    moment = told.judged_at or at
    status = _status(sig, evidence, moment, is_stamp=is_stamp)
    told = _covered(told, sig, status, data, is_last=is_last)
    path = _path(status)
    told = replace(told, chain=_chain(status), path=tuple(_name(each, "common_name") for each in path))
    told = _by_lists(told, path, evidence, at)
    return _revocation(told, sig, evidence, moment)


def _status(
    sig: EmbeddedPdfSignature,
    evidence: Evidence,
    moment: datetime,
    *,
    is_stamp: bool,
    mode: str = "soft-fail",
) -> Any:
    context = evidence.context(moment, mode)
    if is_stamp:
        return validate_pdf_timestamp(sig, validation_context=context)
    return validate_pdf_signature(sig, context, evidence.context(moment), key_usage_settings=USAGE)


def _timed(told: Signature, sig: EmbeddedPdfSignature, evidence: Evidence, at: datetime) -> Signature:
    """Decide at which time the certificate is judged: a trusted stamp, else the claim, else now."""
    context = evidence.context(at)
    stamp: Any = (
        validate_pdf_timestamp(sig, validation_context=context, skip_diff=True)
        if told.is_stamp
        else validate_pdf_signature(
            sig, context, evidence.context(at), key_usage_settings=USAGE, skip_diff=True
        ).timestamp_validity
    )
    if stamp is not None:
        is_trusted = bool(stamp.valid and stamp.intact and stamp.trusted)
        told = replace(
            told,
            stamped_at=_aware(stamp.timestamp),
            stamped_by=_name(stamp.signing_cert, "common_name"),
            stamp_is_trusted=is_trusted,
        )
        if is_trusted:
            return replace(told, judged_at=told.stamped_at, time_source=TimeSource.STAMP)
    if not told.is_stamp and told.claimed_at is not None and told.claimed_at <= at + CLOCK_SLACK:
        return replace(told, judged_at=told.claimed_at, time_source=TimeSource.CLAIM)
    return replace(told, judged_at=at, time_source=TimeSource.CHECK)


def _covered(
    told: Signature, sig: EmbeddedPdfSignature, status: Any, data: bytes, *, is_last: bool
) -> Signature:
    """What became of the signed bytes. The last signature has to cover the file to its end."""
    covers_file = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    added = _added(status, covers_file=covers_file)
    is_sound = status.intact and status.valid and not _stamp_is_broken(status) and _gap_is_plain(sig, data)
    covers_revision = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    if not (is_sound and covers_revision and status.docmdp_ok):
        content = Content.CHANGED
    elif covers_file or not is_last or (added is Added.CHECKING_DATA and _ends_clean(data)):
        content = Content.INTACT
    else:
        content = Content.ADDED
    return replace(told, content=content, added=added, covers_file=covers_file)


def _added(status: Any, *, covers_file: bool) -> Added:
    if covers_file:
        return Added.NOTHING
    known = {
        ModificationLevel.LTA_UPDATES: Added.CHECKING_DATA,
        ModificationLevel.FORM_FILLING: Added.SIGNATURES,
    }
    return known.get(status.modification_level, Added.OTHER)


def _ends_clean(data: bytes) -> bool:
    return data.rstrip(b"\r\n \0").endswith(b"%%EOF")


def _gap_is_plain(sig: EmbeddedPdfSignature, data: bytes) -> bool:
    """The bytes that nobody signed hold the signature in hexadecimal digits, then zeros, and nothing else."""
    written = sig.pkcs7_content
    used = len(cms.ContentInfo.load(written).dump())
    start, length, end = (int(each) for each in list(sig.byte_range)[:3])
    return data[start + length : end].lower() == b"<%s>" % written.hex().encode() and not written[
        used:
    ].strip(b"\0")


def _stamp_is_broken(status: Any) -> bool:
    """A stamp that does not fit is no sign of age: somebody was at the file."""
    stamp = getattr(status, "timestamp_validity", None)
    return stamp is not None and not (stamp.intact and stamp.valid)


def _chain(status: Any) -> Chain:
    if status.trust_problem_indic is not None:
        return _CHAINS.get(status.trust_problem_indic, Chain.UNCLEAR)
    return Chain.UNKNOWN if status.validation_path is None else Chain.TRUSTED


def _path(status: Any) -> list[x509.Certificate]:
    """From the root to the signer; nothing where the certificate is not trusted."""
    if _chain(status) is not Chain.TRUSTED:
        return []
    return list(status.validation_path.iter_certs(include_root=True))


def _by_lists(told: Signature, path: list[x509.Certificate], evidence: Evidence, at: datetime) -> Signature:
    """What the installed lists say of the whole way from the root: an authority can be taken back too.

    A list that ended before the signature was made says nothing about it.
    """
    if not evidence.lists:
        return told
    known = [installed.load_der_x509_certificate(each.dump()) for each in path]
    for issuer, cert in pairwise(known):
        for each in evidence.lists:
            if not is_signed_by(each, issuer):
                continue
            revoked = revoked_at(each, cert.serial_number)
            if revoked is not None:
                told = _revoked_at(told, revoked)
            if cert is known[-1] and (told.list_as_of is None or told.list_as_of < each.last_update_utc):
                until = each.next_update_utc
                ended = until is not None and until < at
                told = replace(told, list_as_of=each.last_update_utc, list_until=until, list_has_ended=ended)
    if told.list_as_of is None or told.revocation is Revocation.REVOKED:
        return told
    speaks = told.list_until is None or told.list_until >= (told.judged_at or at)
    return replace(told, revocation=Revocation.NOT_REVOKED) if speaks else told


def _revoked_at(told: Signature, revoked: datetime) -> Signature:
    """Only a trusted stamp proves that a signature is older than the revocation."""
    told = replace(told, revoked_at=min(filter(None, (told.revoked_at, revoked))))
    if told.time_source is TimeSource.STAMP and told.judged_at is not None and told.judged_at < revoked:
        return told
    return replace(told, chain=Chain.REVOKED, revocation=Revocation.REVOKED)


def _revocation(
    told: Signature, sig: EmbeddedPdfSignature, evidence: Evidence, moment: datetime
) -> Signature:
    """Look into what the file brings. A list that names the certificate counts whoever made it: it can only
    take trust away, and pyHanko overlooks lists that the certificate does not point to."""
    for revoked in _revoked(sig.signer_cert, evidence):
        told = _revoked_at(told, revoked)
    if told.chain is Chain.REVOKED:
        return replace(told, revocation=Revocation.REVOKED)
    has_none = told.chain is not Chain.TRUSTED or not (evidence.crls or evidence.ocsps)
    if has_none or told.revocation is Revocation.NOT_REVOKED:
        return told
    strict = _chain(_status(sig, evidence, moment, is_stamp=told.is_stamp, mode="require"))
    if strict is Chain.REVOKED:
        return replace(told, chain=Chain.REVOKED, revocation=Revocation.REVOKED)
    if strict is not Chain.TRUSTED:
        return told
    return replace(told, revocation=Revocation.NOT_REVOKED, list_as_of=None, list_until=None)


def _revoked(cert: x509.Certificate, evidence: Evidence) -> Iterator[datetime]:
    for each in evidence.crls:
        if each.issuer.hashable == cert.issuer.hashable:
            for row in each["tbs_cert_list"]["revoked_certificates"] or ():
                if row["user_certificate"].native == cert.serial_number:
                    yield row["revocation_date"].native
    for answer in evidence.ocsps:
        for row in answer.response_data["responses"]:
            is_ours = row["cert_id"]["serial_number"].native == cert.serial_number
            if is_ours and row["cert_status"].name == "revoked":
                yield row["cert_status"].chosen["revocation_time"].native


def _evidence(sig: EmbeddedPdfSignature, trust: TrustAnchors) -> Evidence:
    certificates: list[x509.Certificate] = []
    crls: list[crl.CertificateList] = []
    ocsps: list[ocsp.OCSPResponse] = []
    try:
        store = DocumentSecurityStore.read_dss(sig.reader)
        certificates += [x509.Certificate.load(each) for each in _streams(store.certs.values())]
        crls += [crl.CertificateList.load(each) for each in _streams(store.crls)]
        ocsps += [ocsp.OCSPResponse.load(each) for each in _streams(store.ocsps)]
    except NoDSSFoundError:
        pass
    except (PdfError, ValueError, TypeError, KeyError):
        pass  # what cannot be read proves nothing, and the rest is judged without it
    for attribute in sig.signer_info["signed_attrs"]:
        if attribute["type"].native == "adobe_revocation_info_archival":
            for value in attribute["values"]:
                crls += list(value["crl"] or ())
                ocsps += list(value["ocsp"] or ())
    lists = tuple(load_list(each) for each in trust.crls)
    return Evidence(trust, lists, tuple(certificates), tuple(crls), tuple(ocsps))


def _streams(references: Iterable[Any]) -> Iterator[bytes]:
    return (reference.get_object().data for reference in references)


def _names(cert: x509.Certificate) -> dict[str, Any]:
    usage = cert.key_usage_value.native if cert.key_usage_value is not None else ()
    return {
        "signer": _name(cert, "common_name"),
        "organisation": _name(cert, "organization_name"),
        "department": _name(cert, "organizational_unit_name"),
        "issuer": _text(cert.issuer.native.get("common_name", "")),
        "valid_from": cert.not_valid_before,
        "valid_to": cert.not_valid_after,
        "key_usage": tuple(sorted(usage)),
    }


def _name(cert: x509.Certificate, part: str) -> str:
    return _text(cert.subject.native.get(part, ""))


def _text(value: Any) -> str:
    joined = ", ".join(value) if isinstance(value, list) else str(value)
    return nfc(joined)[:NAME_LENGTH]


def _aware(moment: datetime | None) -> datetime | None:
    """A moment without a zone says nothing that could be compared."""
    return moment if moment is not None and moment.tzinfo is not None else None
