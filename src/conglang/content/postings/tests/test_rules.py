from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.content.postings import rules
from conglang.content.postings.catalogue import kind_choices, kinds, kinds_of_section
from conglang.content.postings.rules import Act, Entry, Standing

START = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def log(*acts: tuple[Act, float]) -> list[Entry]:
    return [Entry(act, START + day * DAY) for act, day in acts]


def test_a_posting_ends_after_its_last_day_and_what_has_none_goes_on():
    first, last = date(2026, 11, 1), date(2026, 12, 1)
    days = [date(2026, 10, 31), first, last, date(2026, 12, 2)]
    assert [rules.standing(first, last, day) for day in days] == [
        Standing.AHEAD, Standing.RUNNING, Standing.RUNNING, Standing.ENDED,
    ]  # fmt: skip
    assert rules.standing(first, None, date(2099, 1, 1)) is Standing.RUNNING
    assert [rules.days_left(last, day) for day in days] == [32, 31, 1, 0]
    assert rules.days_left(None, first) is None


def test_the_day_of_putting_up_does_not_count():
    assert rules.earliest_end(date(2026, 11, 1), 30) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("acts", "open_acts"),
    [
        ((), {Act.PUT_UP}),
        (((Act.PUT_UP, 0),), {Act.SEEN, Act.MISSING, Act.TAKEN_DOWN}),
        (((Act.PUT_UP, 0), (Act.MISSING, 3)), {Act.PUT_UP}),
        (((Act.PUT_UP, 0), (Act.TAKEN_DOWN, 3)), {Act.PUT_UP}),
        (((Act.PUT_UP, 0), (Act.SEEN, 3)), {Act.SEEN, Act.MISSING, Act.TAKEN_DOWN}),
    ],
)
def test_only_what_hangs_is_seen_missed_or_taken_down(acts, open_acts):
    found = log(*acts)
    assert {act for act in Act if rules.may(found, act)} == open_acts
    assert not any(rules.fits(found, act, START - DAY) for act in Act if found)


def test_a_paper_that_hung_without_a_gap_has_proved_its_days():
    span = rules.span_of(log((Act.PUT_UP, 0), (Act.SEEN, 12), (Act.TAKEN_DOWN, 30)))
    assert span.longest == 31
    assert span.reached_on(30) == date(2026, 11, 30)


def test_days_after_it_was_last_seen_prove_nothing():
    assert rules.span_of(log((Act.PUT_UP, 0))).longest == 1
    assert rules.span_of(log((Act.PUT_UP, 0), (Act.SEEN, 9))).longest == 10
    assert rules.span_of(log((Act.PUT_UP, 0), (Act.SEEN, 9), (Act.MISSING, 20))).longest == 10


def test_a_gap_begins_the_count_anew():
    span = rules.span_of(
        log((Act.PUT_UP, 0), (Act.SEEN, 20), (Act.MISSING, 22), (Act.PUT_UP, 23), (Act.TAKEN_DOWN, 40))
    )
    assert span.longest == 21
    assert span.reached_on(30) is None


@given(st.lists(st.tuples(st.sampled_from(list(Act)), st.integers(0, 40)), max_size=12))
def test_no_log_proves_more_days_than_lie_between_its_lines(steps):
    kept: list[Entry] = []
    for act, day in sorted(steps, key=lambda step: step[1]):
        if rules.fits(kept, act, START + day * DAY):
            kept.append(Entry(act, START + day * DAY))
    proved = rules.span_of(kept).longest
    assert proved <= ((kept[-1].at - kept[0].at).days + 1 if kept else 0)
    assert all(one.ends >= one.begins for one in rules.stretches(kept))


def test_every_kind_says_what_becomes_of_it_and_by_which_law():
    assert {key for key, kind in kinds().items() if kind.leaves} == {"court", "households", "people"}
    assert [key for key, kind in kinds().items() if kind.standing] == ["standing"]
    assert all(kind.basis and kind.name for kind in kinds().values())
    assert all(kind.spans or kind.standing for kind in kinds().values())
    assert dict(kind_choices())["court"] == "Văn bản tố tụng của Tòa án"
    assert kinds_of_section("court_postings") == ["court"]
