"""The calendar on the desk, as people use it in a browser."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from conglang.base.accounts.actor import Actor
from conglang.base.units.scope import everything
from conglang.content.calendars.models import Entry
from conglang.content.calendars.tests.conftest import (
    MONDAY,
    content,
    published,
    reception,
    stored,
    submit,
    write,
)

WEEK = f"/lich-cong-tac/tuan/{MONDAY.isoformat()}/"
SYSTEM = Actor.system("tests")


def fields(answer) -> dict[str, str]:
    """What the browser would send back of the week's form."""
    found = {}
    lines = answer.context["lines"]
    forms = [lines.management_form, *lines.forms]
    for field in (field for form in forms for field in form):
        value = field.value()
        if value is not None and value is not False and value != "":
            found[field.html_name] = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return found


def test_a_week_is_written_in_one_form_and_submitted_together(home, desk):
    browser = desk(home.writer)
    data = fields(browser.get(f"{WEEK}viet/"))
    for number, what in enumerate(("Giao ban", "Họp thường kỳ HĐND")):
        data |= {
            f"dong-{number}-what": what,
            f"dong-{number}-who": "Chủ tịch UBND xã",
            f"dong-{number}-place": "Hội trường",
            f"dong-{number}-starts_at": "08:00",
        }
    assert browser.post(f"{WEEK}viet/", data).status_code == 302
    page = browser.get(WEEK)
    assert [row.entry.what for row in page.context["drafts"]] == ["Giao ban", "Họp thường kỳ HĐND"]
    browser.post(f"{WEEK}trinh/", {"seen": [row.seen for row in page.context["drafts"]]})
    waiting = desk(home.head).get(WEEK).context["waiting"]
    assert [row.entry.what for row in waiting] == ["Giao ban", "Họp thường kỳ HĐND"]
    desk(home.head).post(f"{WEEK}duyet/", {"seen": [row.seen for row in waiting]})
    with everything("tests"):
        assert Entry.objects.filter(live=True).count() == 2


def test_a_wrong_line_keeps_everything_that_was_typed(home, desk):
    browser = desk(home.writer)
    data = fields(browser.get(f"{WEEK}viet/")) | {"dong-0-what": "Họp giao ban quý"}
    answer = browser.post(f"{WEEK}viet/", data)
    assert answer.status_code == 422
    assert "Họp giao ban quý" in answer.content.decode()


def test_more_lines_keep_what_was_typed_and_find_no_fault(home, desk):
    browser = desk(home.writer)
    first = browser.get(f"{WEEK}viet/")
    data = fields(first) | {"dong-0-what": "Họp giao ban quý", "more": "1"}
    answer = browser.post(f"{WEEK}viet/", data)
    assert answer.status_code == 200
    assert len(answer.context["lines"].forms) > len(first.context["lines"].forms)
    assert "Họp giao ban quý" in answer.content.decode()
    assert "error-summary" not in answer.content.decode()
    last = f"dong-{len(answer.context['lines'].forms) - 1}"
    data = fields(answer) | {f"{last}-{name}": "Họp tổ dân phố" for name in ("what", "who", "place")}
    data |= {"dong-0-who": "Chủ tịch", "dong-0-place": "Hội trường"}
    assert browser.post(f"{WEEK}viet/", data).status_code == 302


def test_stored_drafts_are_changed_in_the_same_form(home, desk):
    row = write(home)
    browser = desk(home.writer)
    data = fields(browser.get(f"{WEEK}viet/")) | {"dong-0-what": "Giao ban đầu tuần"}
    browser.post(f"{WEEK}viet/", data)
    assert stored(row).what == "Giao ban đầu tuần"
    with everything("tests"):
        assert Entry.objects.count() == 1


def test_the_week_before_is_copied(home, desk):
    write(home)
    following = f"/lich-cong-tac/tuan/{(MONDAY + timedelta(days=7)).isoformat()}/"
    browser = desk(home.writer)
    assert browser.post(f"{following}chep/").status_code == 302
    assert [row.entry.what for row in browser.get(following).context["drafts"]] == ["Giao ban"]


def test_a_late_reception_is_said_with_the_last_day_and_the_law(home, desk):
    write(home, reception(MONDAY + timedelta(days=2)))
    browser = desk(home.writer)
    page = browser.get(WEEK)
    assert "Điều 24 Luật Tiếp công dân 42/2013/QH13" in page.content.decode()
    answer = browser.post(
        f"{WEEK}trinh/", {"seen": [row.seen for row in page.context["drafts"]]}, follow=True
    )
    assert not desk(home.head).get(WEEK).context["waiting"]
    assert "chậm hơn" in answer.content.decode()


def test_a_month_without_reception_gives_a_hint(home, desk):
    assert "Điều 15 Luật Tiếp công dân" in desk(home.writer).get(WEEK).content.decode()


def test_receptions_to_be_announced_come_with_their_last_day(home, desk):
    write(home, reception(date(2026, 12, 14)))
    assert "07/12/2026" in desk(home.writer).get("/lich-cong-tac/tiep-cong-dan/").content.decode()


def test_returning_needs_words_and_then_waits_for_the_writer(home, desk):
    row = write(home)
    submit(home, row)
    browser = desk(home.head)
    seen = [each.seen for each in browser.get(WEEK).context["waiting"]]
    browser.post(f"{WEEK}tra-lai/", {"seen": seen, "reason": " "})
    assert browser.get(WEEK).context["waiting"]
    browser.post(f"{WEEK}tra-lai/", {"seen": seen, "reason": "Sai phòng họp"})
    assert "Sai phòng họp" in desk(home.writer).get(f"/lich-cong-tac/muc/{row.pk}/").content.decode()


def test_a_public_date_moves_only_with_a_reason(home, desk):
    row = published(home)
    browser = desk(home.writer)
    path = f"/lich-cong-tac/muc/{row.pk}/sua/"
    form = browser.get(path).context["form"]
    data = {field.html_name: field.value() or "" for field in form} | {
        "starts_on": "2026-11-25", "ends_on": "", "starts_at": "08:00",
    }  # fmt: skip
    data["ends_at"] = ""
    answer = browser.post(path, data)
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert browser.post(path, data | {"reason": "Họp tỉnh"}).status_code == 302
    assert "Dời từ thứ Hai, 23/11/2026" in browser.get(f"/lich-cong-tac/muc/{row.pk}/").content.decode()


def test_an_entry_is_called_off_on_its_own_page(home, desk):
    row = published(home)
    browser = desk(home.writer)
    assert browser.post(f"/lich-cong-tac/muc/{row.pk}/huy/", {"reason": ""}).status_code == 422
    assert browser.post(f"/lich-cong-tac/muc/{row.pk}/huy/", {"reason": "Bão"}).status_code == 302
    assert "Bão" in browser.get(f"/lich-cong-tac/muc/{row.pk}/").content.decode()


def test_it_stands_on_the_first_page_of_whoever_decides(home, desk):
    row = write(home)
    submit(home, row)
    text = desk(home.head).get("/").content.decode()
    assert f"/lich-cong-tac/muc/{row.pk}/" in text


def test_no_screen_on_its_way_calls_it_an_article(home, desk):
    row, live = write(home), published(home)
    writer, head = desk(home.writer), desk(home.head)

    def read(browser, path):
        text = BeautifulSoup(browser.get(path).content, "html.parser").main.text
        assert not re.search(r"\bbài\b", text, re.IGNORECASE), (path, text)
        return text

    def read_with_questions(browser, item):
        path = f"/lich-cong-tac/muc/{item.pk}/"
        read(browser, path)
        asked = re.findall(rf'"({path}viec/[^"]+)"', browser.get(path).content.decode())
        return " ".join(read(browser, each) for each in asked)

    assert "Gỡ khỏi trang" in read_with_questions(head, live)
    assert "Gửi duyệt" in read_with_questions(writer, row)
    submit(home, row)
    assert "Rút lại" in read_with_questions(writer, row)
    assert "đang chờ người khác" in read(writer, "/")
    assert "Trả lại" in read_with_questions(head, row)
    seen = [each.seen for each in head.get(WEEK).context["waiting"]]
    head.post(f"{WEEK}tra-lai/", {"seen": seen, "reason": "Sai phòng họp"})
    assert "Sửa lại" in read(writer, "/")


@pytest.mark.parametrize("day", ["2026-13-01", "x", "0001-01-01", "9999-12-31"])
def test_impossible_weeks_do_not_exist(home, desk, day):
    assert desk(home.writer).get(f"/lich-cong-tac/tuan/{day}/").status_code == 404


def test_any_day_opens_its_week(home, desk):
    write(home, content())
    page = desk(home.writer).get(f"/lich-cong-tac/tuan/{(MONDAY + timedelta(days=3)).isoformat()}/")
    assert page.context["place"].monday == MONDAY
