"""Hours of the office, and terms that run in them, against an oracle that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conglang.kernel.calendar import (
    USUAL,
    BadHours,
    OfficeHours,
    WorkHours,
    hours_text,
    load_national_calendar,
    read_hours,
)
from conglang.kernel.clock import LOCAL_ZONE

VIETNAM = load_national_calendar()
MINUTE = timedelta(minutes=1)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    "text", ["7:30-11:30, 13:30-17:00", "7h30–11h30; 13h30 – 17h", "07:30-11:30,13:30-17:00"]
)
def test_hours_are_read_as_offices_write_them(text):
    assert read_hours(text) == USUAL
    assert hours_text(USUAL) == "07:30-11:30, 13:30-17:00"


@pytest.mark.parametrize(
    "text", ["", "7:30", "11:30-7:30", "7:30-25:00", "7:30-12:00, 11:00-17:00", "sáng-chiều"]
)
def test_what_names_no_hours_is_refused(text):
    with pytest.raises(BadHours):
        read_hours(text)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (local(20, 8), 2, local(20, 10)),
        (local(20, 10, 30), 2, local(20, 14, 30)),  # over noon
        (local(20, 16), 4, local(23, 10, 30)),  # Friday evening: the rest on Monday
        (local(23, 16), 1, local(23, 17)),  # ends with the day, not with the next morning
        (local(23, 20), 1, local(25, 8, 30)),  # the 24th is free
        (local(21, 9), 0, local(23, 7, 30)),
    ],
)
def test_working_hours_run_while_the_office_is_open(start, count, end):
    assert VIETNAM.add(start, WorkHours(count)).ends_at == end


@settings(max_examples=40)
@given(st.integers(0, 500_000), st.integers(1, 12), st.integers(0, 300))
def test_every_end_is_that_of_the_oracle(minutes, count, lost):
    at = datetime(2026, 1, 1, tzinfo=LOCAL_ZONE) + minutes * MINUTE
    left, moment = count * 60 + lost, at
    while left:
        clock = moment.time()
        is_in = time(7, 30) <= clock < time(11, 30) or time(13, 30) <= clock < time(17)
        left -= VIETNAM.is_working(moment.date()) and is_in
        moment += MINUTE
    assert VIETNAM.add_open(at, WorkHours(count), lost * MINUTE).ends_at == moment
    assert VIETNAM.time_open(at, moment) == timedelta(hours=count) + lost * MINUTE


def test_the_narrower_scope_and_then_the_later_day_lay_down_the_hours():
    early, late, own = (read_hours(text) for text in ("7:00-11:00", "8:00-12:00", "9:00-12:00"))
    hours = (
        OfficeHours(date(2026, 1, 1), "98", early),
        OfficeHours(date(2026, 12, 1), "98", late),
        OfficeHours(date(2027, 1, 1), "98001", own),
        OfficeHours(date(2026, 1, 1), "77", own),
    )
    calendar = type(VIETNAM)(VIETNAM.entries, VIETNAM.covers, hours=hours).for_scope(("98", "98001"))
    days = [date(2025, 12, 31), date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1)]
    assert [calendar.hours_on(day) for day in days] == [USUAL, early, late, own]
    assert calendar.is_open(datetime(2026, 11, 30, 0, 30, tzinfo=UTC))
