from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.duties.rule_file import delivered
from conglang.content.calendars.rules import (
    ANNOUNCE,
    RECEIVE,
    days_of_week,
    monday_of,
    notice_of,
    shortfall,
    weeks_of_month,
)
from conglang.kernel.calendar import WorkDays, load_national_calendar

CALENDAR = load_national_calendar()
TERMS = {entry.rule.id: [entry.rule] for entry in delivered().entries}


@pytest.mark.parametrize(
    ("reception", "last_day"),
    [
        (date(2026, 12, 14), date(2026, 12, 7)),  # a Monday: the Monday before is the last day
        (date(2026, 11, 30), date(2026, 11, 22)),  # 24 November is off
        (date(2026, 1, 7), date(2025, 12, 29)),  # 1 and 2 January 2026 are off, the 2nd against the 10th
        (date(2026, 9, 7), date(2026, 8, 26)),  # 31 August to 2 September 2026 are off
    ],
)
def test_a_reception_is_announced_five_working_days_ahead(reception, last_day):
    notice = notice_of(reception, CALENDAR, TERMS[ANNOUNCE])
    assert notice.last_day == last_day
    assert not notice.is_late(last_day)
    assert notice.is_late(last_day + timedelta(days=1))
    assert "42/2013/QH13" in notice.rule.legal_basis.cite()


@given(st.dates(date(2021, 1, 1), date(2030, 6, 1)))
def test_the_last_day_leaves_five_working_days_and_the_next_does_not(reception):
    last = notice_of(reception, CALENDAR, TERMS[ANNOUNCE]).last_day
    assert CALENDAR.add(last, WorkDays(5)).on <= reception
    assert CALENDAR.add(last + timedelta(days=1), WorkDays(5)).on > reception


def test_without_a_term_nothing_is_late():
    assert notice_of(date(2014, 6, 30), CALENDAR, []) is None


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_week_has_seven_days_and_begins_on_monday(day):
    week = days_of_week(monday_of(day))
    assert day in week
    assert [each.weekday() for each in week] == list(range(7))


def test_the_week_of_new_year_is_one_week():
    assert monday_of(date(2026, 12, 31)) == monday_of(date(2027, 1, 3)) == date(2026, 12, 28)


@given(st.dates(date(2001, 1, 1), date(2098, 11, 30)))
def test_every_week_belongs_to_exactly_one_month(day):
    months = {date(day.year, day.month, 1)}
    months |= {date(each.year, each.month, 1) for each in (day - timedelta(7), day + timedelta(7))}
    found = [monday for month in months for monday in weeks_of_month(month)]
    assert found.count(monday_of(day)) == 1


def test_a_month_with_a_week_without_reception_falls_short():
    mondays = list(weeks_of_month(date(2026, 12, 1)))
    received = [monday + timedelta(days=3) for monday in mondays]
    assert shortfall(date(2026, 12, 1), received, CALENDAR, TERMS[RECEIVE]) is None
    missing = shortfall(date(2026, 12, 1), received[1:], CALENDAR, TERMS[RECEIVE])
    assert missing.weeks == (mondays[0],)
    assert missing.rule.legal_basis.article == "15"
