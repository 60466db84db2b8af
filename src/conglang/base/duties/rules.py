"""When a duty is due and where it stands. Pure: calendar, rules and the time are arguments."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from conglang.kernel.calendar import (
    CalendarDays,
    DayEntry,
    DayKind,
    Hours,
    Months,
    Term,
    WorkCalendar,
    WorkDays,
    WorkHours,
)
from conglang.kernel.clock import end_of_day, local_day
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import Bound, Candidate, DatedRule, NoRuleInForce, RuleBook, due_under

ONE_DAY = timedelta(days=1)
PAUSED_SCOPE = "paused"
MOST_EXTENSIONS = 2
SOON = 0.8  # of the time has passed


class State(StrEnum):
    """Where a duty stands; always derived, never stored."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    CANCELLED = "cancelled"


CLOSED = frozenset({State.DONE_IN_TIME, State.DONE_LATE, State.CANCELLED})


@dataclass(frozen=True)
class Clock:
    """The instants from which the state follows; `due_at` itself is too late."""

    started_at: datetime
    due_at: datetime
    paused_at: datetime | None = None
    fulfilled_at: datetime | None = None
    cancelled_at: datetime | None = None

    def state(self, now: datetime) -> State:
        """Where the duty stands."""
        if self.cancelled_at is not None:
            return State.CANCELLED
        if self.fulfilled_at is not None:
            return State.DONE_IN_TIME if self.fulfilled_at < self.due_at else State.DONE_LATE
        if self.paused_at is not None:
            return State.PAUSED
        if now >= self.due_at:
            return State.OVERDUE
        return State.DUE_SOON if self.share_used(now) >= SOON else State.OPEN

    def share_used(self, now: datetime) -> float:
        """Which share of the time has passed: 1.0 at the due date, more afterwards."""
        whole = (self.due_at - self.started_at).total_seconds()
        used = (now - self.started_at).total_seconds()
        return used / whole if whole > 0 else (1.0 if now >= self.due_at else 0.0)


@dataclass(frozen=True)
class Pause:
    """Time that does not count. Of days, those after its first day up to its last one do not count."""

    begins: datetime
    ends: datetime
    reason: str = ""

    @property
    def days(self) -> Iterator[date]:
        """The days that are not counted."""
        first, last = local_day(self.begins), local_day(self.ends)
        return (first + number * ONE_DAY for number in range(1, (last - first).days + 1))


@dataclass(frozen=True)
class Extension:
    """A later last day that somebody granted."""

    until: date
    reason: str = ""


@dataclass(frozen=True)
class Verdict:
    """What every rule demands, the one that counts, and the last day after extensions."""

    candidates: tuple[Candidate, ...]
    winner: Candidate
    on: date
    ends_at: datetime

    @property
    def is_extended(self) -> bool:
        """Whether an extension, not a rule, sets the last day."""
        return self.ends_at != self.winner.ends_at


def in_force(
    rules: Iterable[DatedRule],
    ids: Collection[str],
    on: date,
    chain: Sequence[str],
    bound: Bound = Bound.AT_MOST,
) -> list[DatedRule]:
    """The deadlines, or least times, that hold on a day: of each id one of every scope that has one.

    A local rule stands beside the national one even when it is longer: it is shown, and the earlier date
    wins anyhow. Raises NoRuleInForce when none of the ids is in force.
    """
    by_scope: dict[str, list[DatedRule]] = {}
    for rule in rules:
        by_scope.setdefault(rule.scope, []).append(rule)
    books = [(scope, RuleBook(tuple(by_scope[scope]))) for scope in chain if scope in by_scope]
    found = [rule for rule_id in ids for scope, book in books for rule in _held(book, rule_id, on, scope)]
    found = [rule for rule in found if rule.bound is bound]
    if not found:
        raise NoRuleInForce(f"none of {', '.join(ids)} is in force on {on} for {' > '.join(chain)}")
    return found


def _held(book: RuleBook, rule_id: str, on: date, scope: str) -> Iterator[DatedRule]:
    try:
        yield book.in_force(rule_id, on, (scope,))
    except NoRuleInForce:
        return


def verdict(
    started_at: datetime,
    rules: Iterable[DatedRule],
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Verdict:
    """The last day of a duty: the earliest of its rules, moved by pauses, or a later granted day.

    Of equal dates the first rule wins. Raises NoRuleInForce without rules.
    """
    candidates = tuple(due_with_pauses(rule, started_at, calendar, pauses) for rule in rules)
    if not candidates:
        raise NoRuleInForce("no rule sets a deadline")
    winner = min(candidates, key=lambda each: each.ends_at)
    granted = max((each.until for each in extensions), default=None)
    if granted is None or end_of_day(granted) <= winner.ends_at:
        return Verdict(candidates, winner, winner.on, winner.ends_at)
    return Verdict(candidates, winner, granted, end_of_day(granted))


def due_with_pauses(
    rule: DatedRule, started_at: datetime, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> Candidate:
    """One deadline: what is paused is not counted. A day that the law names does not move."""
    if not pauses or rule.before or not isinstance(rule.value, Term):
        return due_under(rule, started_at, calendar)
    if isinstance(rule.value, Hours):
        lost = sum((each.ends - each.begins for each in pauses), timedelta())
        return due_under(rule, started_at + lost, calendar)
    if isinstance(rule.value, WorkHours):
        lost = sum((calendar.time_open(each.begins, each.ends) for each in pauses), timedelta())
        due = calendar.add_open(started_at, rule.value, lost)
        return Candidate(rule, due.on, due.ends_at, due)
    resting = _with_pauses(calendar, pauses)
    paused = {day for pause in pauses for day in pause.days}
    term: WorkDays | CalendarDays = rule.value if isinstance(rule.value, WorkDays) else CalendarDays(0)
    if not isinstance(rule.value, WorkDays):
        start = local_day(started_at)
        days = rule.value.count
        if isinstance(rule.value, Months):
            plain = WorkCalendar(())  # the raw end of the months, before it moves off a rest day
            days = (_raw_end(plain, start, rule.value) - start).days
        term = CalendarDays(_days_until(start, days, paused))
    return replace(due_under(replace(rule, value=term), started_at, resting), rule=rule)


def _raw_end(calendar: WorkCalendar, start: date, term: Months) -> date:
    trace = calendar.add(start, term).trace
    return trace[1].on if len(trace) > 1 else start


def _days_until(start: date, count: int, paused: Collection[date]) -> int:
    """How many days pass until `count` of them were not paused."""
    days = 0
    while count:
        days += 1
        count -= start + days * ONE_DAY not in paused
    return days


def _with_pauses(calendar: WorkCalendar, pauses: Sequence[Pause]) -> WorkCalendar:
    """The calendar on which paused days are free, so that the trace names each pause."""
    found: dict[date, DayEntry] = {}
    for pause in pauses:
        for day in pause.days:
            found[day] = DayEntry(
                day, DayKind.SWAP_OFF, pause.reason, LegalBasis(""), Certainty.LOCAL, scope=PAUSED_SCOPE
            )
    return calendar.with_entries(found.values()).for_scope((*calendar.chain, PAUSED_SCOPE))


@dataclass(frozen=True)
class Spell:
    """Days on which something was shown without a gap, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Shown:
    """Proof that something was there from a day to a day; a moment is one day."""

    first: date
    last: date
    was_there: bool = True


@dataclass(frozen=True)
class Span:
    """What the proofs of one place add up to. A gap begins the count anew."""

    proofs: tuple[Shown, ...]

    @cached_property
    def spells(self) -> tuple[Spell, ...]:
        """All unbroken runs, the oldest first; a day on which it was found missing does not count."""
        missing = {each.first for each in self.proofs if not each.was_there}
        days = {
            each.first + number * ONE_DAY
            for each in self.proofs
            if each.was_there
            for number in range((each.last - each.first).days + 1)
        }
        found: list[Spell] = []
        for day in sorted(days - missing):
            if found and found[-1].last + ONE_DAY == day:
                found[-1] = Spell(found[-1].first, day)
            else:
                found.append(Spell(day, day))
        return tuple(found)

    @property
    def longest(self) -> int:
        """Days of the longest run."""
        return max((each.days for each in self.spells), default=0)

    def reached_on(self, wanted: int) -> date | None:
        """The day on which a run had so many days for the first time."""
        long = (each for each in self.spells if each.days >= wanted)
        return next((each.first + (wanted - 1) * ONE_DAY for each in long), None)
