"""What a visitor reads of the calendar, over HTTP."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import use_scope
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.edit_entry import cancel_entry, edit_entry
from conglang.content.calendars.services.turn_day import turn_day
from conglang.content.calendars.tests.conftest import (
    MONDAY,
    NOW,
    approve,
    commune,
    content,
    published,
    reception,
    stored,
    submit,
    write,
)
from conglang.kernel import clock
from conglang.portal.tests.telling import report_from
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.pagestore.stored import ASKS, KEEP

HOST = "c98001.localhost"
WEEK = f"/lich/tuan/{MONDAY.isoformat()}/"
MONDAY_NIGHT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # the first second of Monday in Viet Nam


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    return commune("98001", "Bến Sen")


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


def page(visitor: Client, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, answer.content[:300]
    assert not answer.cookies, "visitors get no cookie"
    return answer.content.decode()


def move(home, row, reason="Họp đột xuất", **to):
    with use_scope(home.writer.scope):
        edit_entry(
            by=home.writer, entry_id=row.pk, expected_version=stored(row).version, now=NOW, reason=reason,
            content=replace(EntryContent.of(stored(row)), ends_on=None, **to),
        )  # fmt: skip
    submit(home, row)
    approve(home, row)


def test_the_week_shows_what_was_approved_and_nothing_else(home, visitor):
    published(home)
    write(home, content("Bản nháp"))
    write(home, content("Họp kín", internal=True))
    text = page(visitor, WEEK)
    assert "Giao ban" in text
    assert "8 giờ" in text
    assert "Bản nháp" not in text
    assert "Họp kín" not in text


def test_this_week_changes_at_midnight_in_viet_nam(home, visitor):
    published(home)
    assert "Giao ban" not in page(visitor, "/lich/"), "Saturday belongs to the week before"
    with clock.frozen(MONDAY_NIGHT - timedelta(seconds=1)):
        assert "Giao ban" not in page(visitor, "/lich/")
    with clock.frozen(MONDAY_NIGHT):
        assert "Giao ban" in page(visitor, "/lich/")


def test_a_page_is_stored_only_when_the_job_has_turned_the_day(home, visitor):
    def is_kept() -> bool:
        answer = visitor.get("/lich/", headers={ASKS: "yes"})
        return answer.headers.get(KEEP) == "yes" and "no-store" not in answer.headers.get("Cache-Control", "")

    assert not is_kept()
    assert turn_day(now=NOW) == 1
    assert is_kept()
    with clock.frozen(MONDAY_NIGHT):
        assert not is_kept()
        assert turn_day(now=MONDAY_NIGHT) == 1
        assert turn_day(now=MONDAY_NIGHT) == 0, "writes nothing when nothing changes"
        assert is_kept()


@pytest.mark.parametrize("path", [WEEK, f"{WEEK}in/", "/lich/tiep-cong-dan/", "/lich/sap-toi/"])
def test_every_page_reads_declared_tables_only(home, visitor, path):
    published(home, reception(date(2026, 12, 10)))
    turn_day(now=NOW)
    assert visitor.get(path, headers={ASKS: "yes"}).headers.get(KEEP) == "yes"


def test_a_moved_date_stays_struck_through_with_the_reason(home, visitor):
    row = published(home)
    move(home, row, starts_on=MONDAY + timedelta(days=1), starts_at=time(14))
    text = page(visitor, WEEK)
    assert "<s>8 giờ" in text or "<s>từ 8 giờ" in text
    assert "Dời sang thứ Ba, 24/11/2026, từ 14 giờ" in text
    assert "Dời từ thứ Hai, 23/11/2026, từ 8 giờ" in text
    assert text.count("Họp đột xuất") == 2
    assert "Họp đột xuất" in page(visitor, row.get_absolute_url())
    assert "Họp đột xuất" in page(visitor, f"{WEEK}in/")


def call_off(home, row):
    with use_scope(home.writer.scope):
        cancel_entry(by=home.writer, entry_id=row.pk, reason="Hoãn do bão số 9", now=NOW)
    submit(home, row)
    approve(home, row)


def test_what_was_called_off_stays_with_the_reason(home, visitor):
    row = published(home)
    call_off(home, row)
    for path in (WEEK, f"{WEEK}in/", "/lich/sap-toi/", row.get_absolute_url()):
        text = page(visitor, path)
        assert "Hoãn do bão số 9" in text
        assert "<s>" in text
    assert "<s>Thứ" in page(visitor, "/lich/sap-toi/"), "a line begins with a capital, struck out or not"


def test_the_list_that_one_reads_is_marked_for_eyes_too(home, visitor):
    for path in ("/lich/", "/lich/hop/"):
        links = BeautifulSoup(page(visitor, path), "html.parser").select(".choices a[aria-current]")
        assert [link["href"] for link in links] == [path]


def test_weeks_are_named_by_their_mondays_and_there_is_an_end_to_them(home, visitor):
    for path in ("2026-11-24", "2026-W48", "20261123", "1999-01-04", "2090-01-02", "x"):
        page(visitor, f"/lich/tuan/{path}/", 404)
    text = page(visitor, WEEK)
    assert "/lich/tuan/2026-11-16/" in text
    assert "/lich/tuan/2026-11-30/" not in text, "nothing is planned there"
    published(home, content(on=date(2026, 11, 30)))
    assert "/lich/tuan/2026-11-30/" in page(visitor, WEEK)
    page(visitor, "/lich/tuan/2026-12-07/", 404)


def test_the_week_of_new_year_has_one_page(home, visitor):
    published(home, content("Trực Tết", date(2026, 12, 31), None, ends_on=date(2027, 1, 1)))
    text = page(visitor, "/lich/tuan/2026-12-28/")
    assert text.count("Trực Tết") == 2
    assert "từ 28/12/2026 đến 03/01/2027" in text


def test_a_list_has_one_kind_and_only_what_is_coming(home, visitor):
    published(home)
    published(home, reception(date(2026, 12, 10)))
    text = page(visitor, "/lich/tiep-cong-dan/")
    assert "thứ Năm, 10/12/2026".capitalize() in text or "Thứ Năm, 10/12/2026" in text
    assert "Giao ban" not in text
    with clock.frozen(datetime(2026, 12, 11, tzinfo=UTC)):
        assert "10/12/2026" not in page(visitor, "/lich/tiep-cong-dan/")
    page(visitor, "/lich/khong-co/", 404)


def test_the_section_of_schedules_shows_the_calendar(home, visitor):
    published(home)
    with clock.frozen(MONDAY_NIGHT):
        assert "Giao ban" in page(visitor, "/lich-lam-viec/")


def test_the_feed_has_every_entry_with_its_history(home, visitor):
    row = published(home)
    move(home, row, starts_on=MONDAY + timedelta(days=1))
    answer = visitor.get("/lich/lich.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().replace("\r\n ", "")
    assert f"UID:{row.uid}" in text
    assert "SEQUENCE:1" in text
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T080000" in text
    assert "Dời từ" in text
    assert f"URL:http://{HOST}{row.get_absolute_url()}" in text
    assert "Giao ban" not in visitor.get("/lich/tiep-cong-dan/lich.ics").content.decode()


def test_a_feed_that_did_not_change_is_not_sent_again(home, visitor):
    published(home)
    tag = visitor.get("/lich/lich.ics").headers["ETag"]
    answer = visitor.get("/lich/lich.ics", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_one_entry_goes_into_ones_own_calendar(home, visitor):
    row = published(home)
    text = visitor.get(f"{row.get_absolute_url()}su-kien.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    draft = write(home, content("Bản nháp"))
    assert visitor.get(f"/lich/muc/{draft.uid}/su-kien.ics").status_code == 404


def test_what_was_called_off_is_no_more_offered_and_is_struck_out_where_it_was_taken(home, visitor):
    row = published(home)
    path = f"{row.get_absolute_url()}su-kien.ics"
    assert path in page(visitor, row.get_absolute_url())
    call_off(home, row)
    assert path not in page(visitor, row.get_absolute_url())
    assert "STATUS:CANCELLED" in visitor.get(path).content.decode()


def test_a_neighbours_entry_is_not_here(home, visitor):
    row = published(commune("98002", "Bến Đá"))
    page(visitor, row.get_absolute_url(), 404)
    assert "Giao ban" not in page(visitor, WEEK)


def test_what_is_coming_is_found_until_it_is_withdrawn(home, visitor):
    row = published(home, content("Diễn tập phòng cháy rừng", date(2026, 12, 15)))
    deliver(now=NOW)
    search = "/tim-kiem/?q=dien+tap+phong+chay"
    assert row.get_absolute_url() in page(visitor, search)
    with use_scope(home.head.scope):
        withdraw(item=row, by=home.head, now=NOW, reason="Đăng nhầm")
    deliver(now=NOW)
    assert row.get_absolute_url() not in page(visitor, search)
    page(visitor, row.get_absolute_url(), 410)


def test_a_wrong_time_is_reported_from_the_entry(home, visitor):
    row = published(home)
    assert report_from(row.get_absolute_url()).page_uid == row.uid


def test_the_search_shows_the_next_of_many_times_and_leads_to_each(home, visitor):
    rows = [published(home, content(on=MONDAY + timedelta(weeks=week))) for week in (2, 0, 1)]
    deliver(now=NOW)
    found = page(visitor, "/tim-kiem/?q=giao+ban")
    assert [f"/lich/muc/{row.uid}/" in found for row in rows] == [False, True, False]
    assert "Còn 2 lần khác" in found
    every = str(BeautifulSoup(found, "html.parser").select_one(".result p > a")["href"])
    each = page(visitor, f"/tim-kiem/{every}")
    assert all(f"/lich/muc/{row.uid}/" in each for row in rows)
    assert "lần khác" not in each
