"""The gap between a target and what there is, and what comes out at the present pace."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from conglang.content.planning.rules import Aim, Heap, by_month, gap

DONE = Counter({Heap(1, "article", 7): 10, Heap(4, "video", None): 2, Heap(6, "article", None): 8})
PLANNED = Counter({Heap(7, "video", None): 1, Heap(12, "article", 7): 3})
MIDDLE = date(2026, 7, 2)  # day 183 of 365


def test_missing_is_what_nobody_has_begun():
    found = gap(Aim(30, 40), DONE, PLANNED, year=2026, today=MIDDLE)
    assert (found.done, found.planned, found.missing) == (20, 4, 6)
    assert found.projected == 40
    assert not found.is_reached


def test_a_target_counts_its_own_kind_theme_and_quarter_only():
    videos = gap(Aim(12, kind="video"), DONE, PLANNED, year=2026, today=MIDDLE)
    assert (videos.done, videos.planned, videos.missing) == (2, 1, 9)
    assert gap(Aim(1, theme_id=7), DONE, PLANNED, year=2026, today=MIDDLE).done == 10
    second = gap(Aim(5, quarter=2), DONE, PLANNED, year=2026, today=MIDDLE)
    assert (second.done, second.planned, second.missing) == (10, 0, 0)
    assert second.projected == 10
    assert second.is_reached


def test_nothing_is_projected_before_the_first_day():
    assert gap(Aim(5, quarter=4), DONE, PLANNED, year=2026, today=MIDDLE).projected is None
    assert gap(Aim(5), DONE, PLANNED, year=2027, today=MIDDLE).projected is None
    assert gap(Aim(5), DONE, PLANNED, year=2025, today=MIDDLE).projected == 20


heaps = st.dictionaries(
    st.builds(Heap, st.integers(1, 12), st.sampled_from(["article", "video"]), st.sampled_from([None, 1, 2])),
    st.integers(0, 50),
)


@given(heaps, heaps, st.integers(0, 300))
def test_quarters_add_up_to_the_year_and_nothing_is_missing_twice(done, planned, least):
    whole = gap(Aim(least), done, planned, year=2026, today=MIDDLE)
    quarters = [gap(Aim(0, quarter=q), done, planned, year=2026, today=MIDDLE) for q in range(1, 5)]
    assert sum(each.done for each in quarters) == whole.done == sum(by_month(done).values())
    assert whole.missing == max(0, least - whole.done - whole.planned)
