"""What the law asks of a calendar, as dated data, and weeks. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conglang.kernel.calendar import CalendarDays, WorkCalendar, WorkDays
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import Bound, DatedRule, NoRuleInForce, RuleBook

DAY, WEEK = timedelta(days=1), timedelta(days=7)
_RECEPTION_LAW = "Luật Tiếp công dân 42/2013/QH13"

ANNOUNCE, RECEIVE = "TCD_SCHEDULE", "TCD_CHAIR"
BOOK = RuleBook(
    (
        # place, time and agenda are public at least five working days before the reception
        DatedRule(
            id=ANNOUNCE,
            value=WorkDays(5),
            legal_basis=LegalBasis(_RECEPTION_LAW, article="24"),
            certainty=Certainty.FOUND,
            valid_from=date(2014, 7, 1),
            bound=Bound.AT_LEAST,
        ),
        # days on which the chairman of a commune receives citizens, in every week
        DatedRule(
            id=RECEIVE,
            value=CalendarDays(1),
            legal_basis=LegalBasis(_RECEPTION_LAW, article="15"),
            certainty=Certainty.FOUND,
            valid_from=date(2014, 7, 1),
            bound=Bound.AT_LEAST,
        ),
    )
)


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


def notice_of(on: date, calendar: WorkCalendar, book: RuleBook = BOOK) -> Notice | None:
    """The last day on which a reception on a day may still be announced; None before there was a rule."""
    try:
        rule = book.in_force(ANNOUNCE, on)
    except NoRuleInForce:
        return None
    day = on
    while calendar.working_days_between(day, on) < rule.size:
        day -= DAY
    return Notice(on, day, rule)


@dataclass(frozen=True)
class Shortfall:
    """Weeks of a month (by their Mondays) in which citizens are received on too few days."""

    weeks: tuple[date, ...]
    rule: DatedRule


def shortfall(
    month: date, receptions: Collection[date], calendar: WorkCalendar, book: RuleBook = BOOK
) -> Shortfall | None:
    """What is missing in a month, whose weeks are those with their Thursday in it; None if nothing is.

    A week without a working day asks for none.
    """
    try:
        rule = book.in_force(RECEIVE, month)
    except NoRuleInForce:
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
