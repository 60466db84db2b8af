"""Urgent notices at the desk: two people, one text, and a way back."""

import pytest
from django.core.cache import cache

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.tools.pagestore.models import UrgentNotice
from conglang.workspace.tests.conftest import appoint
from conglang.workspace.tests.test_arrangements import send

TEXT = "Nước lên nhanh, bà con ven kênh dời đồ lên cao"


@pytest.fixture
def notice(desk, ours):
    answer = send(desk(ours.user(Role.DESK)), "/thong-bao-khan/moi/", text=TEXT)
    assert answer.status_code == 302
    with everything("tests"):
        return UrgentNotice.objects.get()


def shown(browser, path="/thong-bao-khan/") -> str:
    cache.clear()
    return browser.get(path).content.decode()


def test_a_second_person_puts_up_what_the_first_one_wrote(desk, ours, notice):
    path = f"/thong-bao-khan/{notice.pk}/"
    writer, leader = desk(ours.user(Role.DESK)), desk(ours.user(Role.COMMUNE_LEADER))
    assert "len-trang" not in shown(writer, path)
    assert writer.post(f"{path}len-trang/").status_code == 403
    page = shown(leader)
    assert "Chờ người thứ hai duyệt" in page
    assert TEXT in page
    assert TEXT in shown(leader, f"{path}len-trang/")
    assert leader.post(f"{path}len-trang/").status_code == 302
    with everything("tests"):
        notice.refresh_from_db()
    assert notice.confirmed_by == ours.user(Role.COMMUNE_LEADER)
    assert "Đang hiện trên mọi trang" in shown(writer)


def test_whoever_wrote_it_cannot_put_it_up(desk, ours):
    head = desk(ours.user(Role.HEAD_EDITOR))
    send(head, "/thong-bao-khan/moi/", text=TEXT)
    with everything("tests"):
        notice = UrgentNotice.objects.get()
    answer = head.post(f"/thong-bao-khan/{notice.pk}/len-trang/", follow=True)
    assert "Người soạn không tự đưa thông báo lên trang" in answer.content.decode()
    with everything("tests"):
        notice.refresh_from_db()
    assert notice.confirmed_at is None


def test_the_second_person_sees_in_the_menu_that_a_notice_waits(desk, ours, notice):
    navigation = desk(ours.user(Role.COMMUNE_LEADER)).get("/").context["desk"]["navigation"]
    assert [entry["count"] for entry in navigation if entry["url"] == "/thong-bao-khan/"] == [1]
    navigation = desk(ours.user(Role.DESK)).get("/").context["desk"]["navigation"]
    assert [entry["count"] for entry in navigation if entry["url"] == "/thong-bao-khan/"] == [0]


def test_it_is_taken_down_by_one_person_after_a_question(desk, ours, notice):
    browser = desk(ours.user(Role.DESK))
    path = f"/thong-bao-khan/{notice.pk}/"
    assert "Gỡ thông báo này?" in shown(browser, f"{path}go/")
    browser.post(f"{path}go/")
    assert "Đã kết thúc" in shown(browser, path)
    assert "go/" not in shown(browser, path).partition("<main")[2].partition("</main")[0]


def test_what_is_missing_is_said_and_what_was_typed_stays(desk, ours):
    answer = send(desk(ours.user(Role.DESK)), "/thong-bao-khan/moi/", text="  ", hours="72")
    assert answer.status_code == 422
    assert answer.context["form"]["hours"].value() == "72"
    answer = send(desk(ours.user(Role.DESK)), "/thong-bao-khan/moi/", text="x" * 301)
    assert answer.status_code == 422
    with everything("tests"):
        assert not UrgentNotice.objects.exists()


def test_a_form_sent_twice_gives_one_notice(desk, ours):
    browser = desk(ours.user(Role.DESK))
    form = browser.get("/thong-bao-khan/moi/").context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"text": TEXT}
    assert len({browser.post("/thong-bao-khan/moi/", typed).url for _ in range(2)}) == 1


def test_a_neighbour_finds_no_notice(desk, theirs, notice):
    browser = desk(theirs.user(Role.HEAD_EDITOR))
    for path in ("", "len-trang/", "go/"):
        assert browser.get(f"/thong-bao-khan/{notice.pk}/{path}").status_code == 404
    assert TEXT not in shown(browser)


class TestWordsForTheSearch:
    @pytest.fixture
    def official(self, desk, province):
        return desk(appoint("tinh", province.unit, Role.PROVINCE_ADMINISTRATOR))

    def test_a_pair_is_added_shown_and_removed(self, official):
        path = "/tu-tim-kiem/"
        assert send(official, path, said="cà vẹt xe", means="đăng ký xe").status_code == 302
        page = shown(official, path)
        assert "cà vẹt xe" in page
        rows = official.get(path).context["rows"]
        (row,) = [row for row in rows if row.said == "cà vẹt xe"]
        said = official.post(f"{path}{row.pk}/bo/", follow=True).content.decode()
        assert "không còn ra “đăng ký xe”" in said
        assert row not in official.get(path).context["rows"]

    def test_two_spellings_of_one_word_are_no_pair(self, official):
        answer = send(official, "/tu-tim-kiem/", said="Tiêm chủng", means="tiem chung")
        assert answer.status_code == 422
        assert answer.context["form"].errors["said"]

    def test_only_the_province_keeps_them(self, desk, ours):
        assert desk(ours.user(Role.UNIT_ADMINISTRATOR)).get("/tu-tim-kiem/").status_code == 403
