from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from conglang.kernel.calendar.days import DayEntry, DayKind, DayStatus
from conglang.kernel.calendar.hours import USUAL, OfficeHours, Spans
from conglang.kernel.calendar.terms import CalendarDays, Hours, Months, Term, WorkDays, WorkHours
from conglang.kernel.clock import LOCAL_ZONE, end_of_day, local_day
from conglang.kernel.legal import NATIONAL, LegalBasis

ONE_DAY, _NONE = timedelta(days=1), timedelta()
SATURDAY = 5

_CIVIL_CODE = "Bộ luật Dân sự 91/2015/QH13"
FIVE_DAY_WEEK = LegalBasis("Quyết định 188/1999/QĐ-TTg", article="1")
FIRST_DAY_IS_NOT_COUNTED = LegalBasis(_CIVIL_CODE, article="147", clause="2")
HOURS_RUN_AT_ONCE = LegalBasis(_CIVIL_CODE, article="147", clause="1")
MONTHS_END_ON_THE_SAME_DAY = LegalBasis(_CIVIL_CODE, article="148", clause="3")
REST_DAY_MOVES_THE_END = LegalBasis(_CIVIL_CODE, article="148", clause="5")


class Reason(StrEnum):
    """Why a step of a trace counts, or why it does not."""

    EVENT = "event"  # the day on which the term starts
    WORKING_DAY = "working_day"
    MAKE_UP_DAY = "make_up_day"  # a rest day that is worked
    CALENDAR_DAY = "calendar_day"
    MONTHS = "months"  # the whole term in one step
    HOURS = "hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    COMPENSATION = "compensation"
    SWAP_OFF = "swap_off"
    NEXT_WORKING_DAY = "next_working_day"  # where an end on a rest day moves to


_REASON_OF_KIND = {
    DayKind.HOLIDAY: Reason.HOLIDAY,
    DayKind.COMPENSATION: Reason.COMPENSATION,
    DayKind.SWAP_OFF: Reason.SWAP_OFF,
    DayKind.SWAP_WORK: Reason.MAKE_UP_DAY,
}


@dataclass(frozen=True)
class TraceStep:
    """One day on the way to a due date.

    `ordinal` is the number of units counted up to and including this step. `entry` is the row of the calendar
    that decided, `proposal` a row that is not confirmed and would decide otherwise.
    """

    on: date
    counted: bool
    ordinal: int
    reason: Reason
    legal_basis: LegalBasis | None = None
    entry: DayEntry | None = None
    proposal: DayEntry | None = None


class Coverage(NamedTuple):
    """First and last day for which a table lists the holidays; swaps may still be decided later."""

    first: date
    last: date


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, for the scopes of `chain` (wide to narrow; the narrower entry wins on a day).

    Proposed entries count only `with_proposals()`. Raises ValueError for two entries of the same day, scope
    and status.
    """

    entries: tuple[DayEntry, ...] = ()
    covers: Coverage | None = None
    chain: tuple[str, ...] = (NATIONAL,)
    proposals_apply: bool = False
    hours: tuple[OfficeHours, ...] = ()

    def __post_init__(self) -> None:
        seen: set[tuple[date, str, DayStatus]] = set()
        for entry in self.entries:
            key = (entry.on, entry.scope, entry.status)
            if key in seen:
                raise ValueError(f"two {entry.status} entries for {entry.on} in scope {entry.scope}")
            seen.add(key)

    def for_scope(self, chain: Sequence[str]) -> "WorkCalendar":
        """Return the calendar of a unit: national entries, then those of its ancestors, then its own."""
        return replace(self, chain=(NATIONAL, *(scope for scope in chain if scope != NATIONAL)))

    def with_entries(self, more: Iterable[DayEntry]) -> "WorkCalendar":
        """Return the calendar with further entries, for instance those of the province."""
        return replace(self, entries=(*self.entries, *more))

    def with_proposals(self) -> "WorkCalendar":
        """Return the calendar as it would be if every proposed entry were confirmed."""
        return self if self.proposals_apply else self._with_proposals

    def entry_on(self, day: date) -> DayEntry | None:
        """Return the entry that decides about a day; None for an ordinary day of the week."""
        return self._in_force.get(_day_of(day))

    def proposal_on(self, day: date) -> DayEntry | None:
        """Return the entry that would decide about a day, but is only proposed."""
        return self._pending.get(_day_of(day))

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        return self._works(_day_of(day))

    def hours_on(self, day: date) -> Spans:
        """Return when the office is open on a working day: as the narrowest scope laid down last."""
        rank = {scope: place for place, scope in enumerate(self.chain)}
        held = [each for each in self.hours if each.scope in rank and each.since <= day]
        last = max(held, key=lambda each: (rank[each.scope], each.since), default=None)
        return last.spans if last else USUAL

    def is_open(self, at: datetime) -> bool:
        """Tell whether people are in their office."""
        return any(begins <= at < ends for begins, ends in self._opened(local_day(at)))

    def time_open(self, begins: datetime, ends: datetime) -> timedelta:
        """How long the office is open from the one instant to the other."""
        first, last = local_day(begins), local_day(ends)
        days = (first, *_days_after(first, last))
        spans = (span for day in days for span in self._opened(day))
        return sum((max(min(ends, to) - max(begins, at), _NONE) for at, to in spans), _NONE)

    def after_open(self, start: datetime, length: timedelta) -> datetime:
        """The instant until which the office was open for so long since `start`, which is UTC."""
        day = local_day(start)
        while True:
            for at, to in self._opened(day):
                begins = max(start, at)
                if begins < to and length <= to - begins:
                    return (begins + length).astimezone(UTC)
                length -= max(to - begins, _NONE)
            day += ONE_DAY

    def next_working(self, day: date) -> date:
        """Return the first working day after a day."""
        return self._nth_working(_day_of(day), 1)

    def working_days_between(self, start: date, end: date) -> int:
        """Count working days after `start` up to and including `end`; negative when `end` comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(map(self._works, _days_after(_day_of(start), _day_of(end))))

    def add(self, start: date | datetime, term: Term) -> "Due":
        """Return when a term that starts on a day or at an instant ends.

        The day of the start is not counted (BLDS 147.2). Terms in days or months end with a whole day; if
        that is a rest day, with the next working day (BLDS 148.5). A zero term ends on the day itself.
        Working hours run while the office is open. Raises TypeError for hours from a date, ValueError for a
        naive datetime.
        """
        day = _day_of(start)
        if isinstance(term, Hours):
            return self._add_hours(start, term)
        if isinstance(term, WorkHours):
            return self.add_open(start, term)
        if term.count == 0:
            on = day
        elif isinstance(term, WorkDays):
            on = self._nth_working(day, term.count)
        else:
            raw = _months_later(day, term.count) if isinstance(term, Months) else day + term.count * ONE_DAY
            on = raw if self._works(raw) else self._nth_working(raw, 1)
        return Due(on, end_of_day(on), start=day, term=term, calendar=self)

    def days_before(self, event: date | datetime, term: Term) -> date:
        """Return the last day from which the whole term of days passes until the day of an event.

        The day itself is not counted, the day of the event is. Raises TypeError for months and hours.
        """
        day = _day_of(event)
        if isinstance(term, CalendarDays):
            return day - term.count * ONE_DAY
        if not isinstance(term, WorkDays):
            raise TypeError("only days are counted backwards")
        left = term.count
        while left:
            left -= self._works(day)
            day -= ONE_DAY
        return day

    def _add_hours(self, start: date | datetime, term: Hours) -> "Due":
        if not isinstance(start, datetime):
            raise TypeError("hours are counted from an instant, not from a date")
        ends_at = start.astimezone(UTC) + timedelta(hours=term.count)
        return Due(local_day(ends_at), ends_at, start=local_day(start), term=term, calendar=self)

    def add_open(self, start: date | datetime, term: WorkHours, lost: timedelta = _NONE) -> "Due":
        """Return when working hours end, of which some were lost; see `time_open`."""
        if not isinstance(start, datetime):
            raise TypeError("hours are counted from an instant, not from a date")
        ends_at = self.after_open(start, timedelta(hours=term.count) + lost)
        return Due(local_day(ends_at), ends_at, start=local_day(start), term=term, calendar=self)

    def _opened(self, day: date) -> list[tuple[datetime, datetime]]:
        spans = self.hours_on(day) if self._works(day) else ()
        return [
            (datetime.combine(day, opens, LOCAL_ZONE), datetime.combine(day, closes, LOCAL_ZONE))
            for opens, closes in spans
        ]

    def _works(self, day: date) -> bool:
        entry = self._in_force.get(day)
        return day.weekday() < SATURDAY if entry is None else entry.is_working

    def _nth_working(self, day: date, count: int) -> date:
        works = self._works
        while count:
            day += ONE_DAY
            count -= works(day)
        return day

    @cached_property
    def _with_proposals(self) -> "WorkCalendar":
        return replace(self, proposals_apply=True)

    @cached_property
    def _in_force(self) -> dict[date, DayEntry]:
        rank = {scope: place for place, scope in enumerate(self.chain)}
        usable = [
            entry
            for entry in self.entries
            if entry.scope in rank and (self.proposals_apply or entry.status is DayStatus.CONFIRMED)
        ]
        # Later ones overwrite: narrower scopes, and in a scope the proposal, being younger than the decision.
        usable.sort(key=lambda entry: (rank[entry.scope], entry.status is DayStatus.PROPOSED))
        return {entry.on: entry for entry in usable}

    @cached_property
    def _pending(self) -> dict[date, DayEntry]:
        if self.proposals_apply:
            return {}
        would_decide = self._with_proposals._in_force.items()
        return {day: entry for day, entry in would_decide if entry.status is DayStatus.PROPOSED}


@dataclass(frozen=True)
class Due:
    """The last day of a term (`on`), and the instant in UTC at which it is over (`ends_at`, not included)."""

    on: date
    ends_at: datetime
    start: date
    term: Term
    calendar: WorkCalendar = field(repr=False, compare=False)

    @cached_property
    def trace(self) -> tuple[TraceStep, ...]:
        """Every step from the day of the event to the due date."""
        return tuple(_steps(self))

    @cached_property
    def if_confirmed(self) -> "Due":
        """What the due date would be if every proposed entry were confirmed."""
        if isinstance(self.term, Hours | WorkHours):
            return self
        return self.calendar.with_proposals().add(self.start, self.term)

    @property
    def may_move(self) -> bool:
        """Tell whether proposals that wait for a decision would change the date."""
        return self.if_confirmed.on != self.on

    @property
    def proposals(self) -> tuple[DayEntry, ...]:
        """Proposals that touch the days counted, with or without effect on the date; hours know none."""
        if isinstance(self.term, Hours):
            return ()
        found = map(self.calendar.proposal_on, _days_after(self.start, max(self.on, self.if_confirmed.on)))
        return tuple(entry for entry in found if entry is not None)

    @property
    def is_covered(self) -> bool:
        """Tell whether the calendar was complete for all days counted; outside only weekends are known."""
        covers = self.calendar.covers
        return covers is not None and covers.first <= self.start and self.on <= covers.last


def _steps(due: Due) -> Iterator[TraceStep]:
    hours = isinstance(due.term, Hours | WorkHours)
    basis = HOURS_RUN_AT_ONCE if hours else FIRST_DAY_IS_NOT_COUNTED
    yield TraceStep(due.start, counted=False, ordinal=0, reason=Reason.EVENT, legal_basis=basis)
    if due.term.count == 0:
        return
    if isinstance(due.term, WorkDays):
        yield from _working_steps(due)
    elif isinstance(due.term, CalendarDays):
        yield from _calendar_steps(due, due.term.count)
    elif isinstance(due.term, Months):
        raw = _months_later(due.start, due.term.count)
        step = _step(due.calendar, raw, counted=True, ordinal=due.term.count)
        if due.calendar.is_working(raw):
            step = replace(step, reason=Reason.MONTHS, legal_basis=MONTHS_END_ON_THE_SAME_DAY)
        yield step
        yield from _moved_steps(due, raw)
    else:
        if isinstance(due.term, WorkHours):
            off = (day for day in _days_after(due.start, due.on) if not due.calendar.is_working(day))
            yield from (_step(due.calendar, day, counted=False, ordinal=0) for day in off)
        yield TraceStep(due.on, counted=True, ordinal=due.term.count, reason=Reason.HOURS, legal_basis=basis)


def _working_steps(due: Due) -> Iterator[TraceStep]:
    ordinal = 0
    for day in _days_after(due.start, due.on):
        counted = due.calendar.is_working(day)
        ordinal += counted
        yield _step(due.calendar, day, counted=counted, ordinal=ordinal)


def _calendar_steps(due: Due, count: int) -> Iterator[TraceStep]:
    raw = due.start + count * ONE_DAY
    for ordinal, day in enumerate(_days_after(due.start, raw), start=1):
        step = _step(due.calendar, day, counted=True, ordinal=ordinal)
        yield step if step.reason is not Reason.WORKING_DAY else replace(step, reason=Reason.CALENDAR_DAY)
    yield from _moved_steps(due, raw)


def _moved_steps(due: Due, raw: date) -> Iterator[TraceStep]:
    """Walk from an end on a rest day to the working day that takes its place."""
    for day in _days_after(raw, due.on):
        step = _step(due.calendar, day, counted=False, ordinal=due.term.count)
        if day == due.on:
            step = replace(step, reason=Reason.NEXT_WORKING_DAY, legal_basis=REST_DAY_MOVES_THE_END)
        yield step


def _step(calendar: WorkCalendar, day: date, *, counted: bool, ordinal: int) -> TraceStep:
    entry, proposal = calendar.entry_on(day), calendar.proposal_on(day)
    if entry is not None:
        reason, basis = _REASON_OF_KIND[entry.kind], entry.legal_basis
        return TraceStep(day, counted, ordinal, reason, basis, entry, proposal)
    if day.weekday() >= SATURDAY:
        return TraceStep(day, counted, ordinal, Reason.WEEKEND, FIVE_DAY_WEEK, proposal=proposal)
    return TraceStep(day, counted, ordinal, Reason.WORKING_DAY, proposal=proposal)


def _day_of(start: date | datetime) -> date:
    # A datetime equals no date, so it would miss every holiday without a word.
    return local_day(start) if isinstance(start, datetime) else start


def _days_after(start: date, end: date) -> Iterator[date]:
    """Yield the days after `start` up to and including `end`."""
    return (start + n * ONE_DAY for n in range(1, (end - start).days + 1))


def _months_later(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
