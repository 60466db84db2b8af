"""What hangs on the boards stands on the site, with the days that are left; lists of people go at the end."""

from datetime import date

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import visit
from conglang.base.units.scope import everything
from conglang.content.calendars.services.turn_day import turn_day
from conglang.content.postings.tests.conftest import (  # noqa: F401  # fixtures
    NOW,
    attachment,
    frozen,
    home,
    published,
    write,
)
from conglang.kernel import clock
from conglang.kernel.clock import start_of_day
from conglang.portal.tests.telling import judge, report_from
from conglang.tools.approval.services.publish import publish_due
from conglang.tools.approval.tests.releasing import settled
from conglang.tools.pages.services.lay_out import lay_out_sections

INDEX = "/niem-yet/"


def test_readers_see_what_hangs_how_long_and_where(home):  # noqa: F811
    row = published(home, [attachment(home)], ends_on=date(2026, 12, 21))
    draft = write(home, title="Chưa duyệt")
    page = visit(INDEX).content.decode()
    assert "còn 31 ngày" in page
    assert draft.title not in page
    shown = visit(row.get_absolute_url()).content.decode()
    assert "Nhà văn hóa thôn Đông" in shown
    assert ".pdf" in shown
    assert "noindex" not in shown
    assert visit(draft.get_absolute_url()).status_code == 404


def test_feeds_tell_of_postings_but_not_of_lists_of_people(home):  # noqa: F811
    row = published(home, [attachment(home)], text="Nội dung <b>kế hoạch</b>.")
    people = published(home, kind="households", title="Danh sách hộ nghèo", ends_on=date(2026, 12, 21))
    assert "/niem-yet/rss.xml" in visit(INDEX).content.decode()
    for name in ("rss.xml", "atom.xml", "feed.json"):
        told = visit(f"{INDEX}{name}").content.decode()
        assert row.title in told
        assert ".pdf" in told
        assert "<b>" not in told
        assert people.title not in told


def test_after_the_end_plans_stay_as_ended_and_lists_of_people_are_gone(home):  # noqa: F811
    plan = published(home, ends_on=date(2026, 12, 21))
    people = published(home, kind="households", title="Danh sách hộ nghèo", ends_on=date(2026, 12, 21))
    assert "noindex" in visit(people.get_absolute_url()).content.decode()
    later = start_of_day(date(2026, 12, 22))
    with clock.frozen(later):
        with everything("tests"):
            publish_due(now=later)
        turn_day(now=later)
        settled(people, later)
        page = visit(INDEX).content.decode()
        assert plan.get_absolute_url() in page
        assert "Đã kết thúc" in page
        assert "Danh sách hộ nghèo" not in page
        assert visit(people.get_absolute_url()).status_code == 410


def test_the_section_of_a_kind_lists_its_postings(home):  # noqa: F811
    with everything("tests"):
        lay_out_sections(by=Actor.system("tests"), unit_id=home.unit.pk, now=NOW)
    court = published(home, kind="court", title="Thông báo thụ lý vụ án")
    published(home, title="Kế hoạch khác")
    page = visit("/niem-yet-van-ban-cua-toa-an/").content.decode()
    assert court.get_absolute_url() in page
    assert "Kế hoạch khác" not in page


def test_the_list_costs_as_many_queries_for_many_as_for_one(home, django_assert_max_num_queries):  # noqa: F811
    published(home)
    with django_assert_max_num_queries(60) as first:
        assert visit(INDEX).status_code == 200
    published(home, title="Kế hoạch khác")
    published(home, title="Kế hoạch nữa")
    with django_assert_max_num_queries(len(first)):
        visit(INDEX)


def test_readers_judge_a_posting_and_say_what_is_wrong_with_it_while_it_is_public(home):  # noqa: F811
    row = published(home)
    assert judge(row.get_absolute_url()).page_uid == row.uid
    assert report_from(row.get_absolute_url()).title == row.title
    draft = write(home, title="Chưa duyệt")
    for tool in ("y-kien/", "bao-loi/", "ma-qr.svg"):
        assert visit(f"{draft.get_absolute_url()}{tool}").status_code == 404
