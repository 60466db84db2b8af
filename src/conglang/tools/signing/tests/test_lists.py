"""Lists of revoked certificates: only whole ones of installed authorities count, and their age is said."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.utils import translation

from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything, use_scope
from conglang.tools.signing.checking import Checker
from conglang.tools.signing.lists import read_list
from conglang.tools.signing.models import RevocationList
from conglang.tools.signing.queries import anchors_for
from conglang.tools.signing.reading import verify
from conglang.tools.signing.refusals import ListRefused
from conglang.tools.signing.rules import Chain, ListTrouble, Report, Revocation, TrustAnchors
from conglang.tools.signing.services.install_list import install_list
from conglang.tools.signing.services.retire_anchor import retire_anchor
from conglang.tools.signing.services.verify_document import verify_document
from conglang.tools.signing.tests.papers import DAY, Holder, blank, certify, revocation_list, sign
from conglang.tools.signing.tests.test_anchors import (  # noqa: F401 - fixtures
    commune,
    confirm,
    folders,
    lan,
    minh,
    ordered,
    person,
    propose,
    province,
    stored,
)
from conglang.tools.signing.wording import list_words, panel_of

NOW = datetime.now(UTC)  # pyHanko signs with the clock of the machine


@pytest.fixture(scope="module")
def root() -> Holder:
    return certify("Gốc thử", None, NOW, until=900 * DAY, authority=True)


@pytest.fixture(scope="module")
def middle(root) -> Holder:
    return certify("Cấp giữa", root, NOW, until=900 * DAY, authority=True)


@pytest.fixture(scope="module")
def signer(middle) -> Holder:
    return certify("Nguyễn Văn Thử", middle, NOW, organisation="UBND xã Thử")


@pytest.fixture(scope="module")
def paper(signer, middle) -> bytes:
    return sign(blank(), signer, middle)


def build(by: Holder, since: timedelta = -DAY, until: timedelta = 10 * DAY, extra=None) -> bytes:
    made = x509.CertificateRevocationListBuilder().issuer_name(by.cert.subject).last_update(NOW + since)
    made = made.next_update(NOW + until)
    if extra is not None:
        made = made.add_extension(extra, critical=True)
    return made.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def judged(paper: bytes, root: Holder, *lists: bytes, at: datetime = NOW):
    [found] = verify(paper, TrustAnchors((root.der,), crls=lists), at).signatures
    return found


def said(found) -> str:
    with translation.override("vi"):
        return " ".join(panel_of(Report((found,))).signatures[0].details)


def test_without_a_list_nothing_is_said_to_be_checked(paper, root):
    assert "Chưa kiểm tra thu hồi" in said(judged(paper, root))


def test_a_list_of_the_issuer_says_of_which_day_it_knows(paper, root, middle):
    found = judged(paper, root, revocation_list(middle, NOW), at=NOW + DAY)
    assert (found.is_valid, found.revocation) == (True, Revocation.NOT_REVOKED)
    assert "Theo danh sách của tổ chức chứng thực ngày" in said(found)
    assert "hết hạn" not in said(found)


def test_the_list_of_another_authority_says_nothing(paper, root):
    stranger = certify("Cấp giữa", root, NOW, authority=True)  # of the same name, with another key
    found = judged(paper, root, revocation_list(stranger, NOW), revocation_list(root, NOW))
    assert (found.is_valid, found.revocation) == (True, Revocation.NOT_CHECKED)


def test_a_list_that_ended_before_the_signature_says_nothing_about_it(paper, root, middle):
    found = judged(paper, root, build(middle, since=-20 * DAY, until=-10 * DAY))
    assert (found.is_valid, found.revocation) == (True, Revocation.NOT_CHECKED)
    assert "trước khi tệp được ký" in said(found)


def test_a_list_that_ended_since_is_quoted_with_its_end(paper, root, middle):
    found = judged(paper, root, revocation_list(middle, NOW), at=NOW + 60 * DAY)
    assert found.revocation is Revocation.NOT_REVOKED
    assert "chưa có danh sách mới hơn" in said(found)


def test_of_a_revocation_after_the_claimed_time_both_times_are_told(paper, root, middle, signer):
    found = judged(paper, root, revocation_list(middle, NOW, signer, at=2 * DAY), at=NOW + 3 * DAY)
    assert found.chain is Chain.REVOKED
    assert "Máy của người ký ghi thời điểm sớm hơn" in said(found)


def test_an_authority_between_can_be_revoked_too(paper, root, middle):
    found = judged(paper, root, revocation_list(root, NOW, middle))
    assert (found.chain, found.is_valid) == (Chain.REVOKED, False)


def test_what_is_no_whole_list_of_a_known_authority_is_refused(root, middle):
    known = [root.der]
    part = x509.IssuingDistributionPoint(None, None, True, False, None, False, False)
    assert read_list(b"", known) is ListTrouble.NOT_A_LIST
    assert read_list(root.der, known) is ListTrouble.NOT_A_LIST
    assert read_list(build(root)[:-30], known) is ListTrouble.NOT_A_LIST
    assert read_list(build(middle), known) is ListTrouble.UNKNOWN_ISSUER
    assert read_list(build(root, extra=x509.DeltaCRLIndicator(1)), known) is ListTrouble.PARTIAL
    assert read_list(build(root, extra=part), known) is ListTrouble.PARTIAL
    forged = bytearray(build(root))
    forged[-1] ^= 1
    assert read_list(bytes(forged), known) is ListTrouble.UNKNOWN_ISSUER
    assert read_list(build(root), known).entries == 0


def test_long_and_hostile_lists_cost_no_more_than_their_limits(root, middle, signer, paper):
    long = x509.CertificateRevocationListBuilder().issuer_name(middle.cert.subject)
    long = long.last_update(NOW - DAY).next_update(NOW + DAY)
    row = x509.RevokedCertificateBuilder().serial_number(1).revocation_date(NOW).build()
    long._revoked_certificates = [row] * 20_000  # its own method copies the list each time
    data = long.sign(middle.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    with Checker(seconds=5) as checker:
        assert checker.read_list(data, [middle.der]).entries == 20_000
        assert checker.read_list(b"0\x84\x7f\xff\xff\xff" * 100_000, [middle.der]) is ListTrouble.NOT_A_LIST
        assert checker.read_list(b"0\x80" * 500_000, [middle.der]) is ListTrouble.NOT_A_LIST
        assert checker.check(paper, TrustAnchors((root.der,), crls=(data,)), NOW).is_valid
    with Checker(seconds=0.0001) as checker:
        assert checker.read_list(data, [middle.der]) is ListTrouble.GAVE_UP


def install(by, data: bytes, now: datetime = NOW) -> RevocationList:
    with use_scope(by.scope):
        return install_list(by=by, unit_id=by.unit_id, data=data, now=now, read=read_list)


def refused(by, data: bytes) -> ListTrouble:
    with pytest.raises(ListRefused) as caught:
        install(by, data)
    return caught.value.trouble


@pytest.mark.django_db
def test_a_list_counts_at_once_and_files_are_judged_anew(lan, minh, root, commune):  # noqa: F811
    taken_back = certify("Bị thu hồi", root, NOW)
    document = stored(commune, sign(blank(), taken_back))
    confirm(minh, propose(lan, root))
    assert verify_document(document_id=document.pk, now=NOW).is_valid
    before = len(ordered())
    data = revocation_list(root, NOW, taken_back)
    row = install(lan, data)
    assert ordered()[before:] == ["verify_again"]
    assert not verify_document(document_id=document.pk, now=NOW).is_valid
    assert install(lan, data).pk == row.pk
    newest = install(lan, build(root, since=-DAY / 2))
    assert newest.pk == row.pk
    assert refused(lan, build(root, since=-3 * DAY)) is ListTrouble.OLDER
    assert refused(lan, build(root, since=DAY, until=3 * DAY)) is ListTrouble.FUTURE


@pytest.mark.django_db
def test_only_those_who_install_certificates_install_lists(lan, minh, root, province):  # noqa: F811
    assert refused(lan, build(root)) is ListTrouble.UNKNOWN_ISSUER
    anchor = propose(lan, root)
    assert refused(lan, build(root)) is ListTrouble.UNKNOWN_ISSUER
    confirm(minh, anchor)
    with pytest.raises(Forbidden):
        install(person("bien", province, Role.HEAD_EDITOR), build(root))
    install(lan, build(root))
    with everything("test"):
        assert len(anchors_for(province).crls) == 1
    with use_scope(lan.scope):
        retire_anchor(by=lan, anchor=anchor, now=NOW)
    with everything("test"):
        assert anchors_for(province).crls == ()


def test_the_age_of_a_list_is_said(root):
    row = RevocationList(issued_at=NOW - 3 * DAY, ends_at=NOW + DAY, entries=7)
    with translation.override("vi"):
        assert "Danh sách 7 chứng thư" in list_words(row, NOW)
        assert "đã hết hạn" in list_words(row, NOW + 2 * DAY)
        assert "Chưa có danh sách" in list_words(None, NOW)
