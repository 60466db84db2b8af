"""A draft on the public site: read by its sections, spoken about without an account, answered in public."""

import re
from datetime import timedelta

from django.test import Client

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import visit
from conglang.base.units.scope import everything
from conglang.citizens.consultations.models import Opinion
from conglang.citizens.consultations.rules import Decision, Verdict
from conglang.citizens.consultations.services.conclude import write_outcome
from conglang.citizens.consultations.services.weigh import Weighed, weigh
from conglang.citizens.consultations.tests.conftest import (  # noqa: F401  # fixtures
    NOW,
    OVER,
    drafted,
    frozen,
    home,
    neighbour,
    opened,
    said,
)
from conglang.kernel import clock
from conglang.portal.tests.telling import report_from
from conglang.tools.approval.tests.releasing import release
from conglang.tools.pages.services.lay_out import lay_out_sections

INDEX = "/lay-y-kien/"


def speak_about(row, after=60, **more):
    """The form as a person fills it who needs so many seconds."""
    page = visit(f"{row.get_absolute_url()}gop-y/?muc=dieu-1").content.decode()
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("ma_gui", "dau")}
    assert 'value="dieu-1" selected' in page
    sent = {
        "muc": "dieu-1",
        "y_muon": "change",
        "y_kien": "Xin mở cửa đến 22 giờ vào mùa hè.",
        "ho_ten": "Bà Mẫu",
    }
    with clock.frozen(clock.now() + timedelta(seconds=after)):
        return visit(f"{row.get_absolute_url()}gop-y/", sent | hidden | more)


def test_a_draft_is_read_by_its_sections_with_the_days_for_opinions(home):  # noqa: F811
    row, draft = opened(home), drafted(home, title="Chưa duyệt")
    page = visit(row.get_absolute_url()).content.decode()
    assert 'id="dieu-2"' in page
    assert "16/11/2026 – 10/12/2026" in page
    assert "?muc=dieu-1" in page
    index = visit(INDEX).content.decode()
    assert "đang lấy ý kiến" in index
    assert draft.title not in index
    assert visit(draft.get_absolute_url()).status_code == 404
    assert row.get_absolute_url() in visit("/tim-kiem/?q=nha+van+hoa").content.decode()


def test_people_speak_about_a_section_without_account_cookie_or_script(home):  # noqa: F811
    row = opened(home)
    answer = speak_about(row)
    assert (answer.status_code, len(answer.cookies)) == (302, 0)
    assert "Cảm ơn ông bà" in visit(answer.headers["Location"]).content.decode()
    with everything("tests"):
        one = Opinion.objects.select_related("sender").get()
    assert (one.section, one.state, one.sender.mode) == ("dieu-1", "counts", "name_hidden")
    for path in (row.get_absolute_url(), INDEX):
        assert "22 giờ" not in visit(path).content.decode()


def test_nothing_typed_is_lost_programs_are_held_back_and_after_the_end_nobody_speaks(home):  # noqa: F811
    row = opened(home)
    wrong = speak_about(row, y_kien="", ho_ten="Ông Mẫu")
    assert wrong.status_code == 422
    assert "Ông Mẫu" in wrong.content.decode()
    assert speak_about(row, after=1).status_code == 302
    with everything("tests"):
        assert Opinion.objects.get().held_because == ["fast"]
    with clock.frozen(OVER):
        assert "Đã hết thời gian góp ý" in visit(f"{row.get_absolute_url()}gop-y/").content.decode()
        assert "gop-y" not in visit(row.get_absolute_url()).content.decode()


def test_what_became_of_the_opinions_is_read_by_everybody_and_taken_along(home):  # noqa: F811
    row = opened(home)
    one = said(row, text="Tôi là Mẫu, xin mở đến 22 giờ")
    with clock.frozen(OVER):
        weighed = Weighed(Verdict.TAKEN, "Mở cửa muộn hơn vào mùa hè", "")
        home.do("clerk", weigh, opinion_id=one.pk, weighed=weighed)
        values = {"decision": Decision.CHANGED.value, "text": "Mở đến 21 giờ 30.", "reasons": ""}
        given = {"consultation_id": row.pk, "expected_version": "", "values": values}
        draft = home.do("clerk", write_outcome, **given)
        assert "21 giờ 30" not in visit(row.get_absolute_url()).content.decode()
        paper = f"{row.get_absolute_url()}ket-qua.docx"
        assert visit(paper).status_code == 404
        (record,) = visit(f"{INDEX}lay-y-kien.json").json()["lay_y_kien"]
        assert (record["tinh_trang"], record["so_y_kien"], record["bang"]) == ("closed", None, [])
        release(draft, home)
        page = visit(row.get_absolute_url()).content.decode()
        assert "21 giờ 30" in page
        assert "Mở cửa muộn hơn vào mùa hè" in page
        assert "Tôi là Mẫu" not in page
        assert visit(paper).content.startswith(b"PK")
        assert visit(f"{row.get_absolute_url()}ket-qua.exe").status_code == 404
        assert "đã công khai kết quả" in visit(INDEX).content.decode()
        programs_read_the_result(row)


def programs_read_the_result(row):
    (record,) = visit(f"{INDEX}lay-y-kien.json").json()["lay_y_kien"]
    assert (record["so_y_kien"], record["de_nghi_sua"], record["tinh_trang"]) == (1, 1, "answered")
    assert record["bang"][0]["gist"] == "Mở cửa muộn hơn vào mùa hè"
    assert record["theo_thon"] == []
    head, line = visit(f"{INDEX}lay-y-kien.csv").content.decode("utf-8-sig").splitlines()
    assert head.startswith("ten,can_cu,tu_ngay")
    assert row.title in line
    feed = visit(f"{INDEX}rss.xml").content.decode()
    assert "21 giờ 30" in feed
    assert f"{INDEX}rss.xml" in visit(INDEX).content.decode()
    assert "Tôi là Mẫu" not in feed + str(record)


def test_the_section_of_the_site_lists_them_and_a_neighbour_has_none(home, neighbour):  # noqa: F811
    row = opened(home)
    with everything("tests"):
        lay_out_sections(by=Actor.system("tests"), unit_id=home.unit.pk, now=NOW)
    assert row.get_absolute_url() in visit("/lay-y-kien-du-thao/").content.decode()
    there = Client(HTTP_HOST="c98002.localhost")
    assert there.get(row.get_absolute_url()).status_code == 404
    assert there.post(f"{row.get_absolute_url()}gop-y/", {}).status_code == 404


def test_the_list_costs_as_many_queries_for_many_as_for_one(home, django_assert_max_num_queries):  # noqa: F811
    opened(home)
    with django_assert_max_num_queries(60) as first:
        assert visit(INDEX).status_code == 200
    opened(home, title="Quy chế khác")
    opened(home, title="Quy chế nữa")
    with django_assert_max_num_queries(len(first)):
        visit(INDEX)


def test_a_draft_is_heard_and_a_mistake_in_it_reported_beside_the_opinions(home):  # noqa: F811
    row = opened(home)
    assert report_from(row.get_absolute_url()).page_uid == row.uid
    page = visit(row.get_absolute_url()).content.decode()
    assert 'data-listen="vi"' in page
    assert 'name="huu_ich"' not in page, "whoever has an opinion has it of the draft"
