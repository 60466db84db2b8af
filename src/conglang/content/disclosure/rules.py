"""Periods of what has to be public, kinds of file, and how a heading of the catalogue stands. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
_KEY = re.compile(r"\A(?P<year>\d{4})(?:-q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?\Z")


class Cycle(StrEnum):
    """How often a heading asks for something."""

    ITEM = "item"  # whenever there is one
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    STANDING = "standing"  # always there, kept up to date


PERIODIC = frozenset({Cycle.MONTH, Cycle.QUARTER, Cycle.YEAR})


class Anchor(StrEnum):
    """Which end of a period starts its clock."""

    BEGIN = "begin"
    END = "end"


class FileKind(StrEnum):
    """In what form something may be made public."""

    SIGNED_PDF = "signed_pdf"
    SEALED_SCAN = "sealed_scan"
    SPREADSHEET = "spreadsheet"
    PAGE = "page"


class Way(StrEnum):
    """Through which channel a heading has to reach people."""

    SITE = "site"
    BOARD = "board"
    SPEAKER = "speaker"
    VILLAGE_HEAD = "village_head"


class Stay(StrEnum):
    """For how long something stays public."""

    STANDING = "standing"  # while it holds
    TERM = "term"  # as long as the law wants at least, then it may stay in the archive
    PERSONAL = "personal"  # names people: it goes away at the end of its time


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A year, a quarter or a month of it; `Period()` is none."""

    year: int = 0
    quarter: int = 0
    month: int = 0

    @classmethod
    def read(cls, key: str) -> "Period":
        """The period of `2026`, `2026-q3`, `2026-09` or nothing. Raises ValueError."""
        if not key:
            return cls()
        found = _KEY.match(key)
        if found is None or not int(found["year"]):
            raise ValueError(f"“{key}” is no period")
        return cls(int(found["year"]), int(found["quarter"] or 0), int(found["month"] or 0))

    @classmethod
    def of(cls, cycle: Cycle, day: date) -> "Period":
        """The period in which a day lies."""
        if cycle is Cycle.YEAR:
            return cls(day.year)
        if cycle is Cycle.QUARTER:
            return cls(day.year, (day.month + 2) // 3)
        return cls(day.year, month=day.month) if cycle is Cycle.MONTH else cls()

    @property
    def key(self) -> str:
        """What `read` understands; keys of a cycle are in the order of time."""
        if self.quarter:
            return f"{self.year}-q{self.quarter}"
        if self.month:
            return f"{self.year}-{self.month:02}"
        return str(self.year) if self.year else ""

    @property
    def cycle(self) -> Cycle | None:
        """Of which length it is; None for no period."""
        if not self.year:
            return None
        return Cycle.QUARTER if self.quarter else Cycle.MONTH if self.month else Cycle.YEAR

    @property
    def first(self) -> date:
        """Its first day. Raises ValueError for no period."""
        return date(self.year, self.month or (self.quarter or 1) * 3 - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return plus_months(self.first, self.months) - ONE_DAY

    @property
    def months(self) -> int:
        """How many months it has."""
        return 3 if self.quarter else 1 if self.month else 12

    @property
    def before(self) -> "Period":
        """The one of the same length just before."""
        return Period.of(self.cycle or Cycle.ITEM, self.first - ONE_DAY)


NO_PERIOD = Period()


def plus_months(first: date, count: int) -> date:
    """The first of the month so many months later, or earlier."""
    month = first.year * 12 + first.month - 1 + count
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Clock:
    """When what a heading asks for a period begins to be due: so many months after one of its ends."""

    cycle: Cycle
    anchor: Anchor = Anchor.END
    lag_months: int = 0

    def starts_on(self, period: Period) -> date:
        """The day from which the terms of law are counted."""
        if self.anchor is Anchor.BEGIN:
            return plus_months(period.first, self.lag_months)
        return plus_months(period.first, period.months + self.lag_months) - ONE_DAY

    def wanted(self, on: date) -> Period:
        """The newest period whose clock runs on the day; none for headings without periods."""
        if self.cycle not in PERIODIC:
            return NO_PERIOD
        period = Period.of(self.cycle, plus_months(on.replace(day=1), max(-self.lag_months, 0)))
        while self.starts_on(period) > on:
            period = period.before
        return period


def unfit(
    given: Collection[FileKind], accepted: Collection[FileKind], beside: Collection[FileKind]
) -> set[FileKind]:
    """The kinds that the heading refuses; all of them when none is of a kind that it needs."""
    if not accepted:
        return set()
    if not set(given) & set(accepted):
        return set(given) - set(beside) or set(given)
    return set(given) - set(accepted) - set(beside)


class State(StrEnum):
    """How a heading stands in a unit, the worst first."""

    MISSING = "missing"
    OLD = "old"
    DUE_SOON = "due_soon"
    COMPLETE = "complete"
    NOTHING = "nothing"  # nothing has come up that would have to be public


COUNTED = frozenset(State) - {State.NOTHING}
"""States of headings that a unit has to serve; the share of complete ones is taken of them."""


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was entered under a heading: for which period, when it was made, and by when it is due.

    `due_on` is None once it is public or when no clock runs.
    """

    period: str
    made_on: date
    is_public: bool
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a heading stands, the period it is about, and by when the next thing has to be public."""

    state: State
    period: Period = NO_PERIOD
    due_on: date | None = None
    public: int = 0


def stand(
    clock: Clock,
    made: Iterable[Made],
    on: date,
    *,
    since: date,
    period_due: date | None = None,
    renew_days: int = 0,
) -> Standing:
    """How a heading stands on a day.

    `since` is the first day of the law: of a period whose clock began before, nothing is asked unless
    `period_due` says by when. `period_due` is the last day for the wanted period, if its duty runs.
    """
    rows = list(made)
    public = [row for row in rows if row.is_public]
    if clock.cycle in PERIODIC:
        return _periodic(clock, rows, public, on, since, period_due)
    waiting = [row.due_on for row in rows if not row.is_public and row.due_on]
    due_on = min(waiting, default=None)
    if due_on is not None and due_on < on:
        return Standing(State.MISSING, due_on=due_on, public=len(public))
    if clock.cycle is Cycle.ITEM:
        state = State.DUE_SOON if due_on else State.COMPLETE if public else State.NOTHING
        return Standing(state, due_on=due_on, public=len(public))
    if not public:
        return Standing(State.DUE_SOON if due_on else State.MISSING, due_on=due_on)
    newest = max(row.made_on for row in public)
    is_old = bool(renew_days) and (on - newest).days > renew_days
    return Standing(State.OLD if is_old else State.COMPLETE, due_on=due_on, public=len(public))


def _periodic(
    clock: Clock, rows: list[Made], public: list[Made], on: date, since: date, due_on: date | None
) -> Standing:
    wanted = clock.wanted(on)
    if any(row.period == wanted.key for row in public):
        return Standing(State.COMPLETE, wanted, public=len(public))
    entered = [row.due_on for row in rows if row.period == wanted.key and row.due_on]
    due_on = due_on or min(entered, default=None)
    if due_on is not None and on <= due_on:
        return Standing(State.DUE_SOON, wanted, due_on, len(public))
    if due_on is None and clock.starts_on(wanted) < since:
        return Standing(State.COMPLETE if public else State.NOTHING, wanted, public=len(public))
    return Standing(State.OLD if public else State.MISSING, wanted, due_on, len(public))
