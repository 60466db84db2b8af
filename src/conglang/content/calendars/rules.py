"""What the law asks of a calendar, and weeks. The terms themselves are arguments. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conglang.kernel.calendar import WorkCalendar
from conglang.kernel.rules import DatedRule, due_under

DAY, WEEK = timedelta(days=1), timedelta(days=7)

ANNOUNCE = "TCD_SCHEDULE"
"""The term by which place, time and agenda are public before a reception."""
RECEIVE = "TCD_CHAIR"
"""The days on which the chairman of a commune receives citizens, in every week."""


def monday_of(day: date) -> date:
    """The day on which the week of a day begins, also over New Year."""
    return day - timedelta(days=day.weekday())


def days_of_week(monday: date) -> list[date]:
    """The seven days of a week."""
    return [monday + number * DAY for number in range(7)]


@dataclass(frozen=True)
class Notice:
    """By when a reception has to be public, and by which rule."""

    on: date  # of the reception
    last_day: date
    rule: DatedRule

    def is_late(self, today: date) -> bool:
        """Whether that day has passed."""
        return today > self.last_day


def notice_of(on: date, calendar: WorkCalendar, terms: Iterable[DatedRule]) -> Notice | None:
    """The last day on which a reception on a day may still be announced; None without a term."""
    found = (Notice(on, due_under(rule, on, calendar).on, rule) for rule in terms)
    return min(found, key=lambda notice: notice.last_day, default=None)


@dataclass(frozen=True)
class Shortfall:
    """Weeks of a month (by their Mondays) in which citizens are received on too few days."""

    weeks: tuple[date, ...]
    rule: DatedRule


def shortfall(
    month: date, receptions: Collection[date], calendar: WorkCalendar, terms: Iterable[DatedRule]
) -> Shortfall | None:
    """What is missing in a month, whose weeks are those with their Thursday in it; None if nothing is.

    A week without a working day asks for none.
    """
    rule = max(terms, key=lambda each: each.size, default=None)
    if rule is None:
        return None
    days = set(receptions)
    short = tuple(
        monday
        for monday in weeks_of_month(month)
        if any(map(calendar.is_working, days_of_week(monday)))
        and len(days.intersection(days_of_week(monday))) < rule.size
    )
    return Shortfall(short, rule) if short else None


def weeks_of_month(month: date) -> Iterator[date]:
    """Mondays of the weeks whose Thursday lies in the month of a day, as ISO 8601 counts weeks to years."""
    thursday = monday_of(month.replace(day=1)) + 3 * DAY
    if thursday.month != month.month:
        thursday += WEEK
    while thursday.month == month.month:
        yield thursday - 3 * DAY
        thursday += WEEK
