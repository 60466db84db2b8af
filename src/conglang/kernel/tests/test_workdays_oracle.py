"""The table of days and the counting, against sources and an algorithm that share nothing with them.

The days off come from the package `holidays` and the few facts that it lacks; the counting is a look-up in
one sorted list of working days instead of a walk.
"""

from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta

import holidays
import pytest
from lunar_vn import LunarDate, lunar_to_solar

from conglang.kernel.calendar import DayKind, DayStatus, WorkDays, load_national_calendar

YEARS = range(2020, 2031)
FIRST, LAST = date(2020, 1, 1), date(2030, 12, 31)
LONGEST = 60
ONE_DAY = timedelta(days=1)
SWAPS = {  # free weekday: worked Saturday
    date(2024, 4, 29): date(2024, 5, 4),
    date(2025, 5, 2): date(2025, 4, 26),
    date(2026, 1, 2): date(2026, 1, 10),
    date(2026, 8, 31): date(2026, 8, 22),
}
PROPOSED_SWAP = {date(2026, 11, 23): date(2026, 11, 28)}
# Days that the package expects to be free and that the Prime Minister has not decided yet.
UNDECIDED = {date(2027, 2, 4), date(2027, 9, 3), date(2028, 1, 24), date(2028, 9, 1), date(2030, 1, 31)}

VIETNAM = load_national_calendar()


def days(first, last):
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def working_days(*, proposals):
    off = set(holidays.country_holidays("VN", years=YEARS)) | set(SWAPS)
    worked = set(SWAPS.values())
    if proposals:
        off |= set(PROPOSED_SWAP)
        worked |= set(PROPOSED_SWAP.values())
    else:
        off -= UNDECIDED
    reach = days(FIRST, LAST + 120 * ONE_DAY)
    return [day for day in reach if day in worked or (day.isoweekday() <= 5 and day not in off)]


@pytest.mark.parametrize("proposals", [False, True], ids=["as decided", "as proposed"])
def test_every_deadline_of_eleven_years_is_that_of_the_oracle(proposals):
    calendar = VIETNAM.with_proposals() if proposals else VIETNAM
    oracle = working_days(proposals=proposals)
    differences = []
    for start in days(FIRST, LAST):
        after = bisect_right(oracle, start)
        expected = oracle[after : after + LONGEST]
        found = [calendar.add(start, WorkDays(count)).on for count in range(1, LONGEST + 1)]
        if found != expected:
            differences.append((start, found, expected))
    assert differences == []


def holidays_by_year():
    return {
        year: [entry for entry in VIETNAM.entries if entry.on.year == year and entry.kind is DayKind.HOLIDAY]
        for year in YEARS
    }


def test_each_year_has_the_number_of_holidays_that_the_labour_code_grants():
    granted = Counter({year: len(entries) for year, entries in holidays_by_year().items()})
    assert granted == {2020: 10} | dict.fromkeys(range(2021, 2026), 11) | dict.fromkeys(range(2026, 2031), 12)


@pytest.mark.parametrize("year", YEARS)
def test_fixed_and_lunar_holidays_stand_on_their_days(year):
    table = {entry.on for entry in holidays_by_year()[year]}
    new_year = lunar_to_solar(LunarDate(1, 1, year))
    lunar = {new_year + n * ONE_DAY for n in (-1, 0, 1, 2)} | {lunar_to_solar(LunarDate(10, 3, year))}
    fixed = {date(year, month, day) for month, day in ((1, 1), (4, 30), (5, 1), (9, 2))}
    assert lunar | fixed <= table
    assert (date(year, 11, 24) in table) == (year >= 2026)


def test_each_holiday_on_a_rest_day_is_compensated_on_the_next_working_day():
    compensated = {
        entry.counterpart: entry.on for entry in VIETNAM.entries if entry.kind is DayKind.COMPENSATION
    }
    on_rest_days = {
        entry.on for entry in VIETNAM.entries if entry.kind is DayKind.HOLIDAY and entry.on.isoweekday() > 5
    }
    assert set(compensated) == on_rest_days
    taken = {entry.on for entry in VIETNAM.entries if entry.kind is DayKind.HOLIDAY}
    for holiday, day in sorted(compensated.items()):
        between = [holiday + n * ONE_DAY for n in range(1, (day - holiday).days)]
        assert all(other.isoweekday() > 5 or other in taken for other in between), holiday
        taken.add(day)


def test_swaps_come_in_pairs_and_are_decided_but_for_one():
    swaps = [entry for entry in VIETNAM.entries if entry.kind in {DayKind.SWAP_OFF, DayKind.SWAP_WORK}]
    confirmed = {
        entry.on: entry.counterpart
        for entry in swaps
        if entry.kind is DayKind.SWAP_OFF and entry.status is DayStatus.CONFIRMED
    }
    assert confirmed == SWAPS
    by_day = {entry.on: entry for entry in swaps}
    for entry in swaps:
        other = by_day[entry.counterpart]
        assert (other.counterpart, other.status, other.legal_basis) == (
            entry.on,
            entry.status,
            entry.legal_basis,
        )
        assert entry.is_working == (entry.on.isoweekday() > 5) != other.is_working


def test_undecided_days_are_proposed():
    proposed = {entry.on for entry in VIETNAM.entries if entry.status is DayStatus.PROPOSED}
    assert proposed == UNDECIDED | set(PROPOSED_SWAP) | set(PROPOSED_SWAP.values())


def test_every_day_has_a_legal_basis():
    assert all(entry.legal_basis.doc and entry.name for entry in VIETNAM.entries)
