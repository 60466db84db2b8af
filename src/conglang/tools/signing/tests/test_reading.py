"""What is said of signatures: the cases that officials' files bring along, and those of people who cheat."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from asn1crypto import crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.validation.dss import DocumentSecurityStore

from conglang.tools.signing.reading import verify
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
from conglang.tools.signing.tests.papers import (
    DAY,
    Holder,
    blank,
    certify,
    edited,
    revocation_list,
    sign,
)

NOW = datetime.now(UTC)  # pyHanko signs with the clock of the machine


@dataclass(frozen=True)
class Office:
    root: Holder
    authority: Holder
    person: Holder
    agency: Holder
    stamper: Holder
    paper: bytes  # signed by the person
    two: bytes  # and by the agency

    @property
    def trust(self) -> TrustAnchors:
        return TrustAnchors((self.root.der,))


@pytest.fixture(scope="module")
def office() -> Office:
    root = certify("Gốc thử", None, NOW, until=900 * DAY, authority=True)
    authority = certify("Cơ quan cấp chứng thư thử", root, NOW, until=900 * DAY, authority=True)
    person = certify("Nguyễn Văn Thử", authority, NOW, organisation="UBND xã Thử")
    agency = certify("UBND xã Thử", authority, NOW, usage="digital_signature")
    stamper = certify("Dấu thời gian thử", root, NOW, until=900 * DAY, usage="digital_signature", stamps=True)
    paper = sign(blank(), person, authority)
    two = sign(paper, agency, authority, field="Ky2")
    return Office(root, authority, person, agency, stamper, paper, two)


def only(data: bytes, trust: TrustAnchors, at: datetime = NOW) -> Signature:
    report = verify(data, trust, at)
    assert report.trouble is None
    [signature] = report.signatures
    return signature


def test_a_good_signature_says_who_and_when(office: Office):
    found = only(office.paper, office.trust)
    assert found.is_valid
    assert (found.signer, found.organisation) == ("Nguyễn Văn Thử", "UBND xã Thử")
    assert (found.issuer, found.path[0]) == ("Cơ quan cấp chứng thư thử", "Gốc thử")
    assert found.time_source is TimeSource.CLAIM
    assert found.signed_at is not None
    assert NOW - timedelta(seconds=1) <= found.signed_at <= datetime.now(UTC)
    assert found.covers_file
    assert found.revocation is Revocation.NOT_CHECKED


def test_a_file_without_a_signature_is_unsigned_and_not_valid():
    report = verify(blank(), TrustAnchors(), NOW)
    assert report.is_unsigned
    assert not report.is_valid


def test_the_time_of_a_trusted_stamp_comes_before_the_signers_own_clock(office: Office):
    stamped_at = NOW - DAY
    paper = sign(blank(), office.person, office.authority, stamp_by=office.stamper, stamped_at=stamped_at)
    found = only(paper, office.trust)
    assert (found.is_valid, found.time_source, found.stamped_by) == (
        True,
        TimeSource.STAMP,
        "Dấu thời gian thử",
    )
    assert found.signed_at == stamped_at
    stranger = TrustAnchors((certify("Gốc khác", None, NOW, authority=True).der,))
    assert not only(paper, stranger).stamp_is_trusted
    assert only(paper, stranger).time_source is TimeSource.CLAIM


def test_a_certified_file_and_the_older_kind_of_signature_are_valid_too(office: Office):
    for way in ({"certify_document": True}, {"adobe": True}):
        assert only(sign(blank(), office.person, office.authority, **way), office.trust).is_valid


def test_of_two_signatures_the_last_one_covers_the_file(office: Office):
    report = verify(office.two, office.trust, NOW)
    first, last = report.signatures
    assert report.is_valid
    assert (first.signer, first.covers_file, first.added) == ("Nguyễn Văn Thử", False, Added.SIGNATURES)
    assert (last.signer, last.covers_file, last.added) == ("UBND xã Thử", True, Added.NOTHING)


def test_a_certificate_that_had_expired_before_signing_is_not_valid(office: Office):
    expired = certify("Hết hạn", office.authority, NOW, until=-DAY)
    for stamper in (None, office.stamper):
        found = only(sign(blank(), expired, office.authority, stamp_by=stamper), office.trust)
        assert (found.content, found.chain) == (Content.INTACT, Chain.NOT_VALID_THEN)


def test_a_certificate_that_expired_after_signing_stays_valid_and_the_time_used_is_named(office: Office):
    later = NOW + 400 * DAY
    found = only(office.paper, office.trust, later)
    assert (found.is_valid, found.time_source) == (True, TimeSource.CLAIM)
    assert found.judged_at == found.claimed_at


def test_a_claimed_time_in_the_future_is_not_believed(office: Office):
    found = only(office.paper, office.trust, NOW - 10 * DAY)
    assert found.time_source is TimeSource.CHECK
    assert found.judged_at == NOW - 10 * DAY


def test_without_anchors_nobody_is_trusted_and_the_content_is_judged_all_the_same(office: Office):
    for trust in (TrustAnchors(), TrustAnchors((certify("Gốc khác", None, NOW, authority=True).der,))):
        found = only(office.paper, trust)
        assert (found.content, found.chain, found.is_valid) == (Content.INTACT, Chain.UNKNOWN, False)


def test_an_intermediate_that_the_file_lacks_may_be_installed(office: Office):
    paper = sign(blank(), office.person)
    assert only(paper, office.trust).chain is Chain.UNKNOWN
    assert only(paper, TrustAnchors((office.root.der,), (office.authority.der,))).is_valid


def test_an_intermediate_by_itself_is_no_anchor(office: Office):
    assert only(office.paper, TrustAnchors((), (office.authority.der,))).chain is Chain.UNKNOWN


def test_one_byte_changed_is_noticed(office: Office):
    at = office.paper.index(b"Quyet dinh so 1") + len(b"Quyet dinh so ")
    paper = office.paper[:at] + b"9" + office.paper[at + 1 :]
    found = only(paper, office.trust)
    assert (found.content, found.is_valid) == (Content.CHANGED, False)


def test_a_page_replaced_by_an_update_is_noticed(office: Office):
    assert only(edited(office.paper), office.trust).content is Content.CHANGED
    assert not any(s.is_valid for s in verify(edited(office.two), office.trust, NOW).signatures)


def test_anything_behind_the_last_signature_is_noticed(office: Office):
    for junk in (b"x", b"\n% them vao\n", office.paper):
        assert not verify(office.paper + junk, office.trust, NOW).is_valid
    found = only(office.paper + b"\n% them\n", office.trust)
    assert (found.content, found.covers_file) == (Content.ADDED, False)


def test_a_weak_digest_is_refused(office: Office):
    assert not only(sign(blank(), office.person, office.authority, digest="sha1"), office.trust).is_valid


def test_a_certificate_for_another_use_is_refused(office: Office):
    wrong = certify("Sai mục đích", office.authority, NOW, usage="key_encipherment")
    found = only(sign(blank(), wrong, office.authority), office.trust)
    assert (found.content, found.chain) == (Content.INTACT, Chain.WRONG_USE)


@pytest.mark.parametrize("points_to_list", [True, False])
def test_a_revoked_certificate_is_refused_whether_or_not_it_points_to_a_list(office: Office, points_to_list):
    person = certify("Bị thu hồi", office.authority, NOW, points_to_list=points_to_list)
    paper = sign(blank(), person, office.authority)
    trust = TrustAnchors((office.root.der,), crls=(revocation_list(office.authority, NOW, person),))
    found = only(paper, trust)
    assert (found.chain, found.revocation) == (Chain.REVOKED, Revocation.REVOKED)
    assert only(paper, office.trust).revocation is Revocation.NOT_CHECKED


def test_what_was_revoked_after_a_trusted_stamp_stays_valid_and_after_a_mere_claim_does_not(office: Office):
    person = certify("Thu hồi sau", office.authority, NOW)
    lists = (revocation_list(office.authority, NOW, person, at=DAY),)
    trust = TrustAnchors((office.root.der,), crls=lists)
    claimed = sign(blank(), person, office.authority)
    stamped = sign(blank(), person, office.authority, stamp_by=office.stamper, stamped_at=NOW)
    assert only(claimed, trust, NOW + 2 * DAY).chain is Chain.REVOKED
    assert only(stamped, trust, NOW + 2 * DAY).is_valid


def test_lists_in_the_file_are_used_and_do_not_count_as_a_change(office: Office):
    lists = [revocation_list(office.authority, NOW), revocation_list(office.root, NOW)]
    paper = with_lists(office.paper, lists)
    found = only(paper, office.trust)
    assert (found.is_valid, found.added) == (True, Added.CHECKING_DATA)
    assert found.revocation is Revocation.NOT_REVOKED
    assert not only(paper + b"x", office.trust).is_valid
    taken_back = with_lists(office.paper, [revocation_list(office.authority, NOW, office.person)])
    assert only(taken_back, office.trust).chain is Chain.REVOKED


def test_a_broken_signature_does_not_hide_the_other(office: Office):
    start = office.two.rindex(b"/Contents <") + len(b"/Contents <")
    broken = office.two[:start] + b"ff" * 20 + office.two[start + 40 :]
    first, second = verify(broken, office.trust, NOW).signatures
    assert (first.signer, first.is_valid) == ("Nguyễn Văn Thử", False)  # nothing good covers the end any more
    assert (first.content, second.content) == (Content.ADDED, Content.UNREADABLE)


def test_space_behind_the_signature_holds_nothing(office: Office):
    end = office.paper.index(b">", office.paper.index(b"/Contents <"))
    hidden = office.paper[: end - 4] + b"beef" + office.paper[end:]
    assert not verify(hidden, office.trust, NOW).is_valid
    spaced = office.paper[: end - 4] + b"00\t0" + office.paper[end:]
    assert not verify(spaced, office.trust, NOW).is_valid


def test_a_time_stamp_that_does_not_fit_is_taken_for_a_change(office: Office):
    paper = sign(blank(), office.person, office.authority, stamp_by=office.stamper)
    [signature] = PdfFileReader(BytesIO(paper)).embedded_signatures
    stamped = sha256(signature.signer_info["signature"].native).hexdigest().upper().encode()
    at = paper.index(stamped)
    broken = paper[:at] + (b"00" if paper[at : at + 2] != b"00" else b"11") + paper[at + 2 :]
    assert only(broken, office.trust).content is Content.CHANGED


def test_what_is_no_pdf_or_broken_is_said_so(office: Office):
    assert verify(b"", TrustAnchors(), NOW).trouble is Trouble.NOT_PDF
    assert verify("Chỉ là chữ".encode(), TrustAnchors(), NOW).trouble is Trouble.NOT_PDF
    assert verify(b"%PDF-1.7\nrest", TrustAnchors(), NOW).trouble is Trouble.BROKEN
    assert verify(office.paper[:300], office.trust, NOW).trouble is Trouble.BROKEN


def test_a_file_under_a_password_is_said_so():
    locked = copy_into_new_writer(PdfFileReader(BytesIO(blank())))
    locked.encrypt(owner_pass="chủ", user_pass="bí mật")
    out = BytesIO()
    locked.write(out)
    assert verify(out.getvalue(), TrustAnchors(), NOW).trouble is Trouble.ENCRYPTED


def test_a_report_survives_storage(office: Office):
    report = verify(office.two, office.trust, NOW)
    assert Report.from_plain(report.plain()) == report


def test_no_mutation_of_a_signed_file_is_called_valid(office: Office):
    chance = random.Random(4)
    for _ in range(60):
        mutated = bytearray(office.two)
        at = chance.randrange(len(mutated))
        mutated[at] = (mutated[at] + chance.randrange(1, 255)) % 256
        if bytes(mutated).lower() != office.two.lower():  # the case of hexadecimal digits means nothing
            assert not verify(bytes(mutated), office.trust, NOW).is_valid, at


def with_lists(data: bytes, lists: list[bytes]) -> bytes:
    """The file with revocation lists in its security store, as later checks want them."""
    out = BytesIO(data)
    DocumentSecurityStore.add_dss(
        out, sig_contents=None, crls=[crl.CertificateList.load(each) for each in lists]
    )
    return out.getvalue()
