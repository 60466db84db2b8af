from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.calendar import (
    CalendarDays,
    DayEntry,
    DayKind,
    DayStatus,
    Hours,
    Months,
    Reason,
    WorkCalendar,
    WorkDays,
    load_national_calendar,
)
from conglang.kernel.legal import Certainty, LegalBasis

VIETNAM = load_national_calendar()
BASIS = LegalBasis("Quyết định 1/QĐ-UBND")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(1, 90)


def entry(on, kind=DayKind.HOLIDAY, **fields):
    return DayEntry(on, kind, "Ngày riêng", BASIS, Certainty.LOCAL, **fields)


@pytest.mark.parametrize(
    ("start", "term", "due", "due_if_swapped"),
    [
        (date(2026, 11, 20), WorkDays(5), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 11, 20), WorkDays(2), date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 11, 17), CalendarDays(12), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 9, 30), CalendarDays(10), date(2026, 10, 12), date(2026, 10, 12)),
        (date(2027, 3, 31), CalendarDays(10), date(2027, 4, 12), date(2027, 4, 12)),
    ],
    ids=[
        "publish in 5 days",
        "publish in 2 days",
        "answer a request",
        "budget, 9 months",
        "budget, 3 months",
    ],
)
def test_deadlines_of_the_law_end_on_the_right_day(start, term, due, due_if_swapped):
    assert VIETNAM.add(start, term).on == due
    assert VIETNAM.with_proposals().add(start, term).on == due_if_swapped


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # Tết
        (date(2026, 4, 28), 2, date(2026, 5, 4)),  # 30/4 and 1/5
        (date(2026, 8, 20), 2, date(2026, 8, 22)),  # a worked Saturday
        (date(2026, 8, 28), 2, date(2026, 9, 4)),  # National Day with a swapped Monday
        (date(2026, 11, 20), 2, date(2026, 11, 25)),  # Culture Day
        (date(2026, 2, 9), 10, date(2026, 3, 2)),  # Tết in the middle
    ],
)
def test_cases_that_a_plain_week_gets_wrong(start, count, due):
    assert VIETNAM.add(start, WorkDays(count)).on == due


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2025, 12, 31), 1, date(2026, 1, 5)),  # 1/1 free, 2/1 swapped
        (date(2026, 1, 8), 2, date(2026, 1, 10)),  # which was worked on this Saturday
        (date(2020, 1, 22), 1, date(2020, 1, 30)),
        (date(2023, 4, 28), 1, date(2023, 5, 4)),  # three holidays, two of them on a weekend
    ],
)
def test_swaps_and_compensation_days_of_past_years(start, count, due):
    assert VIETNAM.add(start, WorkDays(count)).on == due


def test_the_trace_tells_every_day_between_tet_and_the_due_date():
    trace = VIETNAM.add(date(2026, 2, 12), WorkDays(2)).trace
    assert [(step.on.day, step.counted, step.ordinal, step.reason) for step in trace] == [
        (12, False, 0, Reason.EVENT),
        (13, True, 1, Reason.WORKING_DAY),
        (14, False, 1, Reason.WEEKEND),
        (15, False, 1, Reason.WEEKEND),
        *((day, False, 1, Reason.HOLIDAY) for day in range(16, 21)),
        (21, False, 1, Reason.WEEKEND),
        (22, False, 1, Reason.WEEKEND),
        (23, True, 2, Reason.WORKING_DAY),
    ]
    assert trace[0].legal_basis.cite() == "khoản 2 Điều 147 Bộ luật Dân sự 91/2015/QH13"
    assert trace[4].entry.name == "Tết Nguyên đán (29 tháng Chạp)"
    assert trace[4].legal_basis == trace[4].entry.legal_basis


def test_the_trace_names_a_worked_saturday():
    last = VIETNAM.add(date(2026, 8, 20), WorkDays(2)).trace[-1]
    assert (last.reason, last.counted, last.entry.counterpart) == (
        Reason.MAKE_UP_DAY,
        True,
        date(2026, 8, 31),
    )


def test_the_trace_of_calendar_days_tells_why_the_end_moved():
    trace = VIETNAM.add(date(2026, 11, 17), CalendarDays(12)).trace
    assert [step.ordinal for step in trace if step.counted] == list(range(1, 13))
    assert [(step.on, step.counted, step.reason) for step in trace[-3:]] == [
        (date(2026, 11, 28), True, Reason.WEEKEND),
        (date(2026, 11, 29), True, Reason.WEEKEND),
        (date(2026, 11, 30), False, Reason.NEXT_WORKING_DAY),
    ]
    assert trace[-1].legal_basis.cite() == "khoản 5 Điều 148 Bộ luật Dân sự 91/2015/QH13"


def test_the_trace_of_months_jumps_to_the_last_day():
    trace = VIETNAM.add(date(2026, 1, 10), Months(9)).trace
    assert [(step.on, step.counted, step.ordinal, step.reason) for step in trace] == [
        (date(2026, 1, 10), False, 0, Reason.EVENT),
        (date(2026, 10, 10), True, 9, Reason.WEEKEND),
        (date(2026, 10, 11), False, 9, Reason.WEEKEND),
        (date(2026, 10, 12), False, 9, Reason.NEXT_WORKING_DAY),
    ]
    plain = VIETNAM.add(date(2026, 1, 12), Months(9)).trace
    assert [step.reason for step in plain] == [Reason.EVENT, Reason.MONTHS]


def test_a_proposal_does_not_count_but_the_date_says_that_it_may_move():
    due = VIETNAM.add(date(2026, 11, 20), WorkDays(2))
    assert (due.on, due.may_move, due.if_confirmed.on) == (date(2026, 11, 25), True, date(2026, 11, 26))
    assert [proposal.on for proposal in due.proposals] == [date(2026, 11, 23)]
    monday = due.trace[3]
    assert (monday.counted, monday.entry, monday.proposal) == (True, None, due.proposals[0])


def test_a_proposal_without_effect_is_still_named():
    due = VIETNAM.add(date(2026, 11, 20), WorkDays(5))
    assert not due.may_move
    assert [proposal.on for proposal in due.proposals] == [date(2026, 11, 23), date(2026, 11, 28)]


def test_after_confirmation_nothing_may_move():
    due = VIETNAM.with_proposals().add(date(2026, 11, 20), WorkDays(2))
    assert (due.may_move, due.proposals) == (False, ())
    assert due.trace[3].reason is Reason.SWAP_OFF


def test_a_date_beyond_the_table_says_so():
    assert VIETNAM.add(date(2030, 12, 2), WorkDays(5)).is_covered
    assert not VIETNAM.add(date(2030, 12, 27), WorkDays(5)).is_covered
    assert not VIETNAM.add(date(2019, 12, 31), WorkDays(5)).is_covered
    assert not WorkCalendar().add(date(2026, 1, 1), WorkDays(1)).is_covered


def test_an_early_morning_counts_from_its_own_local_day():
    received_at = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)  # Friday 6:30 in Viet Nam
    due = VIETNAM.add(received_at, WorkDays(2))
    assert (due.start, due.on) == (date(2026, 11, 20), date(2026, 11, 25))
    assert due.ends_at == datetime(2026, 11, 25, 17, tzinfo=UTC)


def test_hours_run_through_nights_and_holidays():
    discovered_at = datetime(2026, 2, 16, 20, tzinfo=UTC)  # Tết, 3:00 on the 17th in Viet Nam
    due = VIETNAM.add(discovered_at, Hours(72))
    assert due.ends_at == datetime(2026, 2, 19, 20, tzinfo=UTC)
    assert (due.start, due.on) == (date(2026, 2, 17), date(2026, 2, 20))
    assert [step.reason for step in due.trace] == [Reason.EVENT, Reason.HOURS]
    assert (due.may_move, due.proposals) == (False, ())


def test_hours_need_an_instant_and_instants_need_a_zone():
    with pytest.raises(TypeError, match="instant"):
        VIETNAM.add(date(2026, 11, 20), Hours(24))
    for term in (Hours(24), WorkDays(1)):
        with pytest.raises(ValueError, match="time zone"):
            VIETNAM.add(datetime(2026, 11, 20, 8), term)  # noqa: DTZ001


def test_questions_about_an_instant_are_answered_for_its_local_day():
    on_culture_day = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert not VIETNAM.is_working(on_culture_day)
    assert VIETNAM.next_working(on_culture_day) == date(2026, 11, 25)


def test_the_day_of_a_commune_counts_only_there_and_wins_over_its_province():
    flood = entry(date(2026, 10, 5), scope="75")
    relief_work = entry(date(2026, 10, 5), DayKind.SWAP_WORK, scope="25345")
    calendar = VIETNAM.with_entries([flood, relief_work])
    assert calendar.is_working(date(2026, 10, 5))
    assert not calendar.for_scope(["75"]).is_working(date(2026, 10, 5))
    assert not calendar.for_scope(["VN", "75", "25349"]).is_working(date(2026, 10, 5))
    assert calendar.for_scope(["75", "25345"]).is_working(date(2026, 10, 5))
    assert not calendar.for_scope(["75", "25345"]).is_working(date(2026, 11, 24))


def test_a_proposal_for_elsewhere_moves_nothing_here():
    calendar = WorkCalendar((entry(date(2026, 10, 5), scope="75", status=DayStatus.PROPOSED),))
    assert calendar.for_scope(["75"]).add(date(2026, 10, 2), WorkDays(1)).may_move
    assert not calendar.for_scope(["01"]).add(date(2026, 10, 2), WorkDays(1)).may_move


def test_two_decisions_about_one_day_are_refused():
    with pytest.raises(ValueError, match="two confirmed entries for 2026-10-05 in scope VN"):
        WorkCalendar((entry(date(2026, 10, 5)), entry(date(2026, 10, 5), DayKind.SWAP_WORK)))


def test_an_entry_for_an_instant_is_refused():
    with pytest.raises(TypeError, match="date"):
        entry(datetime(2026, 10, 5, tzinfo=UTC))


@given(DAYS, COUNTS)
def test_working_days_count_up_to_the_due_date(day, count):
    due = VIETNAM.add(day, WorkDays(count))
    assert VIETNAM.is_working(due.on)
    assert VIETNAM.working_days_between(day, due.on) == count
    assert VIETNAM.working_days_between(due.on, day) == -count
    assert [step.ordinal for step in due.trace if step.counted] == list(range(1, count + 1))
    assert due.trace[-1].on == due.on


@given(
    DAYS, st.one_of(st.builds(WorkDays, COUNTS), st.builds(CalendarDays, COUNTS), st.builds(Months, COUNTS))
)
def test_every_trace_ends_on_a_working_due_date_and_reasons_each_day_off(day, term):
    due = VIETNAM.add(day, term)
    assert due.trace[-1].on == due.on
    assert VIETNAM.is_working(due.on)
    assert [step.on for step in due.trace] == sorted({step.on for step in due.trace})
    assert max(step.ordinal for step in due.trace) == term.count
    assert all(step.counted or step.legal_basis for step in due.trace)


@given(DAYS, COUNTS)
def test_calendar_days_end_on_the_first_working_day_from_the_last_one(day, count):
    last = day + timedelta(days=count)
    due = VIETNAM.add(day, CalendarDays(count)).on
    assert due >= last
    assert VIETNAM.working_days_between(last - timedelta(days=1), due) == 1


@given(DAYS, st.integers(0, 120))
def test_months_end_on_the_same_day_of_the_month_or_on_its_last(day, count):
    every_day_worked = WorkCalendar(
        tuple(entry(day + timedelta(days=n), DayKind.SWAP_WORK) for n in range(366 * 10 + 31))
    )
    end = every_day_worked.add(day, Months(count)).on
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == count
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(DAYS, st.sampled_from([WorkDays(0), CalendarDays(0), Months(0)]))
def test_a_zero_term_means_at_once_even_on_a_rest_day(day, term):
    due = VIETNAM.add(day, term)
    assert due.on == day
    assert [step.reason for step in due.trace] == [Reason.EVENT]


@given(DAYS, COUNTS, COUNTS)
def test_a_longer_term_never_ends_earlier(day, count, more):
    for term in (WorkDays, CalendarDays, Months):
        assert VIETNAM.add(day, term(count)).on <= VIETNAM.add(day, term(count + more)).on


@given(DAYS, st.sets(st.integers(1, 40)), COUNTS)
def test_one_more_day_off_never_makes_a_deadline_earlier(day, offsets, count):
    plain = WorkCalendar()
    days_off = plain.with_entries(entry(day + timedelta(days=n)) for n in offsets)
    assert days_off.add(day, WorkDays(count)).on >= plain.add(day, WorkDays(count)).on
