"""Two administrators of the province install a certificate and its list at the desk; mistakes are told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.signing.certificates import spelled
from conglang.tools.signing.models import RevocationList, TrustAnchor
from conglang.tools.signing.tests.papers import DAY, Holder, certify, revocation_list
from conglang.workspace.tests.conftest import appoint

NOW = clock_now()
LIST, NEW, CRL = "/chung-thu-tin-cay/", "/chung-thu-tin-cay/moi/", "/chung-thu-tin-cay/thu-hoi/"


@pytest.fixture(scope="module")
def root() -> Holder:
    return certify("Gốc thử", None, NOW, authority=True)


@pytest.fixture
def first(desk, province):
    return desk(province.user(Role.PROVINCE_ADMINISTRATOR))


@pytest.fixture
def second(desk, province):
    return desk(appoint("quantri2", province.unit, Role.PROVINCE_ADMINISTRATOR))


def printed(holder: Holder) -> str:
    return spelled(holder.asn1.sha256.hex())


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("tep.crt", data)


def hand_in(browser, holder: Holder, **other):
    given = {
        "certificate": upload(holder.der), "kind": "root", "typed_fingerprint": printed(holder),
        "source": "Công văn 12/CV",
    }  # fmt: skip
    return browser.post(NEW, given | other)


def text_of(answer) -> str:
    return answer.content.decode()


def page_of_anchor() -> str:
    with everything("tests"):
        return f"{LIST}{TrustAnchor.objects.latest('pk').pk}/"


def test_a_certificate_goes_through_two_hands_and_can_be_taken_back(first, second, root):
    assert "Chưa có chứng thư tin cậy nào" in text_of(first.get(LIST))
    assert hand_in(first, root).status_code == 302
    page = page_of_anchor()
    assert printed(root) not in text_of(first.get(page))  # nobody copies it from the screen
    assert f"{page}xac-nhan/" not in text_of(first.get(page))
    assert f"{page}xac-nhan/" in text_of(second.get(page))
    typed = {"typed_fingerprint": printed(root).lower().replace(":", " ")}
    assert second.post(f"{page}xac-nhan/", typed).status_code == 302
    assert printed(root) in text_of(second.get(page))
    assert "Chưa có danh sách chứng thư bị thu hồi" in text_of(first.get(LIST))
    assert "Thôi tin cậy chứng thư này?" in text_of(first.get(f"{page}thoi/"))
    assert first.post(f"{page}thoi/").status_code == 302
    assert "Chưa có chứng thư tin cậy nào" in text_of(first.get(LIST))


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"typed_fingerprint": "f0:4b"}, "typed_fingerprint", "không khớp với chứng thư"),
        ({"kind": "intermediate"}, "kind", "chứng thư trung gian do tổ chức khác cấp"),
        ({"source": " "}, "source", ""),
        ({"certificate": b"%PDF-1.7"}, "certificate", "không phải chứng thư"),
    ],
)
def test_a_mistake_is_explained_beside_its_field(first, root, wrong, field, words):
    if isinstance(wrong.get("certificate"), bytes):
        wrong = {"certificate": upload(wrong["certificate"])}
    answer = hand_in(first, root, **wrong)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    with everything("tests"):
        assert not TrustAnchor.objects.exists()


def test_whoever_handed_it_in_does_not_confirm_it_and_a_wrong_number_confirms_nothing(first, second, root):
    hand_in(first, root)
    page = page_of_anchor()
    own = first.post(f"{page}xac-nhan/", {"typed_fingerprint": printed(root)})
    assert "không được tự xác nhận" in text_of(own)
    assert second.post(f"{page}xac-nhan/", {"typed_fingerprint": "0" * 64}).status_code == 422
    with everything("tests"):
        assert TrustAnchor.objects.get().confirmed_at is None


def test_a_list_is_installed_and_what_is_none_is_explained(first, second, root):
    hand_in(first, root)
    second.post(f"{page_of_anchor()}xac-nhan/", {"typed_fingerprint": printed(root)})
    assert "không phải danh sách" in text_of(first.post(CRL, {"list": upload(b"%PDF-1.7")}))
    other = revocation_list(certify("Gốc khác", None, NOW, authority=True), NOW)
    assert "không do tổ chức chứng thực nào" in text_of(first.post(CRL, {"list": upload(other)}))
    good = revocation_list(root, NOW, certify("Đã nghỉ", root, NOW))
    assert first.post(CRL, {"list": upload(good)}).status_code == 302
    assert "Danh sách 1 chứng thư bị thu hồi" in text_of(first.get(LIST))
    assert "Danh sách 1 chứng thư bị thu hồi" in text_of(first.get(page_of_anchor()))
    with everything("tests"):
        row = RevocationList.objects.get()
        row.ends_at = NOW - DAY
        row.save()
    assert "đã hết hạn" in text_of(first.get(LIST))


def test_others_see_or_do_nothing_here(desk, province, ours, root, first):
    hand_in(first, root)
    auditor = desk(province.user(Role.AUDITOR))
    assert auditor.get(LIST).status_code == 200
    assert "Cài chứng thư" not in text_of(auditor.get(LIST))
    for path in (NEW, CRL, f"{page_of_anchor()}xac-nhan/", f"{page_of_anchor()}thoi/"):
        assert auditor.get(path).status_code == 403
    head = desk(ours.user(Role.HEAD_EDITOR))
    assert head.get(LIST).status_code == 403
    assert head.get(page_of_anchor()).status_code in {403, 404}
