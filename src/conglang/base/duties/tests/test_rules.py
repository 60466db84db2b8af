"""Counting with pauses and several rules, against an oracle that walks day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conglang.base.duties.rule_file import BadRules, delivered, limit_text, read, read_limit, write
from conglang.base.duties.rules import Clock, Extension, Pause, Shown, Span, State, in_force, verdict
from conglang.kernel.calendar import CalendarDays, Hours, WorkDays, load_national_calendar
from conglang.kernel.clock import LOCAL_ZONE, end_of_day, local_day
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule, NoRuleInForce

VIETNAM = load_national_calendar()
DAY = timedelta(days=1)
BASIS = LegalBasis("Luật A")


def rule(value, rule_id="A", **more):
    return DatedRule(rule_id, value, BASIS, Certainty.FOUND, date(2020, 1, 1), **more)


def oracle(started_at, values, pauses, extended):
    """The same answer by another way: one walk over the days a rule, on plain sets of dates."""
    off = {entry.on for entry in VIETNAM.entries if not entry.is_working and entry.status == "confirmed"}
    worked = {entry.on for entry in VIETNAM.entries if entry.is_working and entry.status == "confirmed"}
    paused = set()
    lost = timedelta()
    for begins, ends in pauses:
        lost += ends - begins
        day = begins.astimezone(LOCAL_ZONE).date()
        while day < ends.astimezone(LOCAL_ZONE).date():
            day += DAY
            paused.add(day)
    results = []
    for unit, count in values:
        if unit == "h":
            results.append(started_at + timedelta(hours=count) + lost)
            continue
        day = started_at.astimezone(LOCAL_ZONE).date()
        left = count
        while left:
            day += DAY
            office = day in worked or (day.isoweekday() < 6 and day not in off)
            if day not in paused and (office or unit == "d"):
                left -= 1
        if unit == "d":
            while not (day in worked or (day.isoweekday() < 6 and day not in off)) or day in paused:
                day += DAY
        results.append(datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE) + DAY)
    ends = min(results)
    if extended:
        ends = max(ends, datetime(extended.year, extended.month, extended.day, tzinfo=LOCAL_ZONE) + DAY)
    return ends


VALUES = {"wd": WorkDays, "d": CalendarDays, "h": Hours}
TERMS = st.lists(st.tuples(st.sampled_from(sorted(VALUES)), st.integers(1, 60)), min_size=1, max_size=3)
MOMENTS = st.integers(0, 7 * 365 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
GAPS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 400)), max_size=3)


@settings(max_examples=400)
@given(MOMENTS, TERMS, GAPS, st.none() | st.integers(0, 120))
def test_every_due_date_is_that_of_the_oracle(started_at, values, gaps, extension):
    pauses, at = [], started_at
    for wait, length in gaps:
        begins = at + timedelta(hours=wait)
        at = begins + timedelta(hours=length)
        pauses.append((begins, at))
    until = None if extension is None else local_day(started_at) + extension * DAY
    found = verdict(
        started_at,
        [rule(VALUES[unit](count), f"R{number}") for number, (unit, count) in enumerate(values)],
        VIETNAM,
        [Pause(*each) for each in pauses],
        [Extension(until)] if until else [],
    )
    assert found.ends_at == oracle(started_at, values, pauses, until)


def test_the_golden_cases():
    cases = [
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 4, 28), 2, date(2026, 5, 4)),
        (date(2026, 8, 20), 2, date(2026, 8, 22)),
        (date(2026, 8, 28), 2, date(2026, 9, 4)),
        (date(2026, 11, 20), 2, date(2026, 11, 25)),
        (date(2026, 2, 9), 10, date(2026, 3, 2)),
    ]
    for begun, count, due in cases:
        at = datetime(begun.year, begun.month, begun.day, 9, tzinfo=LOCAL_ZONE)
        assert verdict(at, [rule(WorkDays(count))], VIETNAM).on == due


def test_a_longer_local_rule_is_shown_and_never_wins():
    national, local = rule(WorkDays(5)), rule(WorkDays(9), scope="98")
    held = in_force([local, national], ["A"], date(2026, 11, 20), ("VN", "98"))
    found = verdict(datetime(2026, 11, 20, tzinfo=UTC), held, VIETNAM)
    assert [each.rule for each in found.candidates] == [national, local]
    assert found.winner.rule == national


def test_a_shorter_local_rule_wins_only_where_it_holds():
    national, local = rule(WorkDays(5)), rule(WorkDays(2), "B", scope="98001")
    found = in_force([national, local], ["A", "B"], date(2026, 11, 20), ("VN", "98", "98001"))
    assert verdict(datetime(2026, 11, 20, tzinfo=UTC), found, VIETNAM).winner.rule == local
    assert in_force([national, local], ["A", "B"], date(2026, 11, 20), ("VN", "98", "98002")) == [national]


def test_without_a_rule_in_force_there_is_no_date():
    with pytest.raises(NoRuleInForce):
        in_force([rule(WorkDays(5))], ["A"], date(2019, 1, 1), ("VN",))


def test_states_follow_from_instants():
    begun, due = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 12, tzinfo=UTC)
    clock = Clock(begun, due)
    assert [clock.state(begun + each * DAY) for each in (0, 7, 8, 10)] == [
        State.OPEN, State.OPEN, State.DUE_SOON, State.OVERDUE,
    ]  # fmt: skip
    assert Clock(begun, due, paused_at=begun).state(due) is State.PAUSED
    assert Clock(begun, due, fulfilled_at=due - DAY).state(due) is State.DONE_IN_TIME
    assert Clock(begun, due, fulfilled_at=due).state(due) is State.DONE_LATE
    assert Clock(begun, due, cancelled_at=begun).state(due) is State.CANCELLED


def test_a_gap_begins_the_count_anew():
    first, second = date(2026, 3, 1), date(2026, 3, 20)
    span = Span((Shown(first, first + 17 * DAY), Shown(second, second + 40 * DAY)))
    assert [each.days for each in span.spells] == [18, 41]
    assert span.longest == 41
    assert span.reached_on(30) == second + 29 * DAY
    assert span.reached_on(42) is None


def test_touching_proofs_make_one_run_and_a_missing_page_breaks_it():
    days = [Shown(date(2026, 3, day), date(2026, 3, day)) for day in (1, 2, 3, 5, 6)]
    assert Span(tuple(days)).longest == 3
    joined = (*days, Shown(date(2026, 3, 4), date(2026, 3, 4)))
    assert Span(joined).longest == 6
    assert Span((*joined, Shown(date(2026, 3, 4), date(2026, 3, 4), was_there=False))).longest == 3


@given(st.sets(st.integers(0, 60), max_size=40))
def test_the_longest_run_is_that_of_a_plain_count(numbers):
    first = date(2026, 1, 1)
    span = Span(tuple(Shown(first + n * DAY, first + n * DAY) for n in numbers))
    best = run = 0
    for n in range(62):
        run = run + 1 if n in numbers else 0
        best = max(best, run)
    assert span.longest == best


def test_a_day_ends_when_the_next_begins():
    found = verdict(datetime(2026, 11, 20, tzinfo=UTC), [rule(WorkDays(1))], VIETNAM)
    assert found.ends_at == end_of_day(found.on)


def test_the_delivered_rules_survive_a_round_through_yaml():
    entries = delivered().entries
    assert read(write(entries)).entries == entries
    assert len({entry.rule.key for entry in entries}) == len(entries) > 50
    assert {gap.id for gap in delivered().gaps} == {
        "FIELD_*",
        "POLICY_*",
        "PROCEDURE_*",
        "PAKN_ANSWER",
        "PETITION_ANSWER",
    }


@pytest.mark.parametrize("text", ["5wd", "12d", "9m", "24h", "2027-03-01", "12-20", "03-31,12-31"])
def test_limits_are_written_as_they_are_read(text):
    assert limit_text(read_limit(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "- a",
        "format: 2",
        "format: 1\nrules: 5",
        "format: 1\nrules: [{id: A}]",
        "a: [",
        "format: 1\nrules: [4]",
        "[" * 10_000,
    ],
    ids=range(7),
)
def test_bad_files_are_refused_with_the_row(text):
    with pytest.raises(BadRules):
        read(text)
