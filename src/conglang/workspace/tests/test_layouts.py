"""The province edits its template with buttons, sees what it would do, and another person confirms (P3)."""

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import custody
from conglang.base.units.models import CustodyKind
from conglang.base.units.scope import everything
from conglang.tools.pages.models import PageChange, Section, SiteLayout
from conglang.tools.pages.queries import template_for
from conglang.tools.pages.rules import ChangeState
from conglang.workspace.tests.conftest import Office, appoint, write

SECTION = {"title": "Chuyển đổi số", "parent": "news", "kind": "list", "rule": "free", "days": "30"}


@pytest.fixture
def boss(desk, province):
    return desk(province.user(Role.PROVINCE_ADMINISTRATOR))


@pytest.fixture
def second(desk, province):
    return desk(appoint("nguoithuhai", province.unit, Role.PROVINCE_ADMINISTRATOR))


def keys(office: Office, **facts) -> list[str]:
    with everything("tests"):
        rows = Section.objects.filter(unit=office.unit, is_hidden=False, **facts)
        return list(rows.values_list("key", flat=True))


def confirm(browser) -> None:
    with everything("tests"):
        change = PageChange.objects.get(state=ChangeState.PROPOSED)
    path = f"/thay-doi-trang/{change.pk}/"
    assert browser.get(path).status_code == 200
    answer = browser.post(path, {"viec": "ap-dung", "seen": change.sha256})
    assert answer.status_code == 302, answer.content.decode()


def drafted(browser) -> list[str]:
    return [each.row.key for each, _heading in browser.get("/mau-chung/").context["sections"]]


def test_a_section_of_the_template_reaches_every_commune_after_a_preview_and_a_second_person(
    boss, second, ours, theirs
):
    assert boss.post("/mau-chung/moi/", SECTION).status_code == 302
    assert "chuyen_doi_so" in drafted(boss)
    assert "chuyen_doi_so" not in drafted(second), "a draft is its author's"
    assert keys(ours) == ["introduction", "news"], "nothing has changed on the sites"
    preview = boss.get("/mau-chung/xem-truoc/", {"xa": ours.unit.pk})
    assert [unit.title for unit, _outcome in preview.context["reach"].changed][1:] == [
        "Xã Bến Sen",
        "Xã Gò Lau",
    ]
    page = preview.content.decode()
    assert "Menu của Xã Bến Sen sau khi đổi" in page
    assert "Chuyển đổi số" in page
    assert boss.post("/mau-chung/xem-truoc/").status_code == 302
    confirm(second)
    assert "chuyen_doi_so" in keys(ours)
    assert "chuyen_doi_so" in keys(theirs, parent__key="news")


def test_buttons_move_a_section_once_however_often_they_are_pressed(boss):
    before = drafted(boss)
    at = before.index("party_work")
    for _twice in range(2):
        boss.post("/mau-chung/buoc/", {"muc": "party_work", "place": "1"})
    after = drafted(boss)
    assert after[at : at + 2] == ["good_people", "party_work"]
    for nonsense in ({"muc": "khong-co", "place": "1"}, {"muc": "news", "place": "x"}, {}):
        assert boss.post("/mau-chung/buoc/", nonsense).status_code == 302
    asked = boss.post("/mau-chung/buoc/", {"bo-nhap": "1"})
    assert "Bỏ bản đang soạn?" in asked.content.decode()
    assert drafted(boss) == after
    boss.post("/mau-chung/buoc/", {"bo-nhap": "1", "confirmed": "yes"})
    assert drafted(boss) == before


def test_what_is_wrong_stands_above_the_form_with_what_was_typed(boss):
    for wrong in ({"title": "Tin tức"}, {"title": "Tìm kiếm"}, {"title": "!!!"}, {"kind": "group"}):
        answer = boss.post("/mau-chung/moi/", SECTION | {"basis": "Luật gì đó"} | wrong)
        assert answer.status_code == (422 if "title" in wrong else 302)
        if "title" in wrong:
            assert answer.context["form"].errors["__all__"]
            assert "Luật gì đó" in answer.content.decode()
    assert boss.post("/mau-chung/muc/news/", SECTION | {"parent": "news"}).status_code == 422
    assert boss.get("/mau-chung/muc/khong-co/").status_code == 404


def test_a_heading_with_something_under_it_and_a_section_in_use_stay(boss, second, ours):
    boss.post("/mau-chung/moi/", SECTION)
    boss.post("/mau-chung/xem-truoc/")
    confirm(second)
    assert (
        "còn chuyên mục con"
        in boss.post("/mau-chung/buoc/", {"muc": "news", "bo": "1"}, follow=True).content.decode()
    )
    with everything("tests"):
        ours.section = Section.objects.get(unit=ours.unit, key="chuyen_doi_so")
    write(ours)
    answer = boss.post("/mau-chung/buoc/", {"muc": "chuyen_doi_so", "bo": "1"}, follow=True)
    assert "1 trang đang có nội dung" in answer.content.decode()


def test_blocks_of_the_front_page_are_laid_down_too(boss, second, ours):
    assert (
        boss.post("/mau-chung/khoi/links/", {"title": "Liên kết hữu ích", "rule": "fixed"}).status_code == 302
    )
    boss.post("/mau-chung/buoc/", {"muc": "links", "nhom": "blocks", "place": "0"})
    boss.post("/mau-chung/xem-truoc/")
    confirm(second)
    with everything("tests"):
        assert SiteLayout.objects.get(unit=ours.unit).blocks[0] == ["links", "Liên kết hữu ích"]


def test_only_the_provinces_administrators_see_the_template(desk, ours, province):
    for office, role in ((ours, Role.UNIT_ADMINISTRATOR), (ours, Role.HEAD_EDITOR), (province, Role.AUDITOR)):
        assert desk(office.user(role)).get("/mau-chung/").status_code == 403


@pytest.fixture
def admin(desk, ours):
    browser = desk(ours.user(Role.UNIT_ADMINISTRATOR))
    browser.post("/trang-cua-don-vi/", {"sections": "1"})
    return browser


def test_a_commune_adapts_what_it_may_and_its_head_editor_confirms(desk, admin, ours, theirs):
    assert admin.post("/chuyen-muc/muc/news/", {"title": "Tin xã nhà"}).status_code == 302
    assert "Tin xã nhà</option>" in admin.get("/chuyen-muc/moi/").content.decode()
    own = {"title": "Làng nghề", "heading": "news", "kind": "list"}
    assert admin.post("/chuyen-muc/moi/", own).status_code == 302
    admin.post("/chuyen-muc/buoc/", {"muc": "businesses", "viec": "an"})
    admin.post("/chuyen-muc/buoc/", {"muc": "health", "place": "0"})
    page = admin.get("/chuyen-muc/").content.decode()
    assert "Làng nghề" in page
    assert admin.post("/chuyen-muc/").status_code == 302
    confirm(desk(ours.user(Role.HEAD_EDITOR)))
    found = keys(ours)
    assert "own-lang-nghe" in found
    assert "businesses" not in found
    assert found[found.index("news") + 1] == "health"
    assert keys(theirs) == ["introduction", "news"]


@pytest.mark.parametrize(
    "step",
    [
        {"muc": "disclosure", "viec": "an"},
        {"muc": "budget", "viec": "an"},
        {"muc": "budget", "place": "0"},
        {"muc": "news", "viec": "bo"},
        {"muc": "khong-co", "viec": "an"},
        {"muc": "tasks", "nhom": "blocks", "viec": "an"},
    ],
)
def test_what_the_province_fixed_cannot_be_forged_away(admin, ours, step):
    assert admin.post("/chuyen-muc/buoc/", step).status_code == 302
    assert admin.get("/chuyen-muc/").context["copy"].draft is None
    assert admin.get("/chuyen-muc/muc/budget/").status_code == 404
    assert admin.post("/chuyen-muc/khoi/tasks/", {"title": "Khác"}).status_code == 404


def test_a_neighbours_sections_do_not_exist(admin, theirs):
    for path in ("/chuyen-muc/", "/chuyen-muc/moi/", "/chuyen-muc/muc/news/"):
        assert admin.get(path, {"don-vi": theirs.unit.pk}).status_code == 404
    assert admin.post(f"/chuyen-muc/buoc/?don-vi={theirs.unit.pk}", {"muc": "news"}).status_code == 404


def test_a_draft_that_others_overtook_says_so(boss, second, desk, province):
    boss.post("/mau-chung/moi/", SECTION)
    second.post("/mau-chung/moi/", SECTION | {"title": "Khoa học"})
    second.post("/mau-chung/xem-truoc/")
    confirm(boss)
    assert boss.get("/mau-chung/").context["copy"].is_stale
    assert [row.key for row in template_for(province.unit).sections if row.key == "khoa_hoc"]


def test_the_board_above_cannot_confirm_for_whom_it_does_not_keep(desk, admin, ours, province):
    admin.post("/chuyen-muc/muc/news/", {"title": "Tin xã nhà"})
    admin.post("/chuyen-muc/")
    with everything("tests"):
        change = PageChange.objects.get(state=ChangeState.PROPOSED)
    path, press = f"/thay-doi-trang/{change.pk}/", {"viec": "ap-dung", "seen": change.sha256}
    editor = province.user(Role.HEAD_EDITOR)
    assert desk(editor).post(path, press).status_code == 404
    custody(province.unit, ours.unit, CustodyKind.CENTRAL_BOARD)
    assert desk(editor).post(path, press).status_code == 302, "a board that keeps the commune does (P2)"
