"""Rules of law as dated data, and the date on which they make something due.

A rule is a row that the province can edit. Whatever starts a clock keeps the `key` of its rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, product

from conglang.kernel.calendar import (
    CalendarDays,
    Due,
    Hours,
    Months,
    Term,
    WorkCalendar,
    WorkDays,
    WorkHours,
)
from conglang.kernel.clock import end_of_day, local_day
from conglang.kernel.legal import NATIONAL, Certainty, LegalBasis


class Unit(StrEnum):
    """In what the value of a rule is counted."""

    WORK_DAY = "work_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    HOUR = "hour"
    WORK_HOUR = "work_hour"
    DATE = "date"  # a fixed day
    YEAR_DAY = "year_day"  # the same days in every year


class Bound(StrEnum):
    """Which side of the value is allowed: a deadline is AT_MOST, a time of display or of keeping AT_LEAST."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class NoRuleInForce(LookupError):
    """No version of the rule holds on that day in that place."""


class InvalidRules(ValueError):
    """Rules contradict each other; the message names them by their keys."""


@dataclass(frozen=True)
class YearDays:
    """Last days that come again every year, each (month, day): an end of a quarter, a day for a report."""

    days: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        for month, day in self.days:
            date(2001, month, day)  # ValueError for a day that not every year has
        if not self.days:
            raise ValueError("name at least one day of the year")

    @property
    def count(self) -> int:
        """A number that is smaller the earlier the days are, for as many days."""
        return sum(month * 31 + day for month, day in self.days)

    def next_from(self, day: date) -> date:
        """The first of the days that is not before `day`."""
        found = (date(year, *each) for year in (day.year, day.year + 1) for each in self.days)
        return min(each for each in found if each >= day)


BY_HOUR = frozenset({Unit.HOUR, Unit.WORK_HOUR})
"""Units that begin at an hour and end at one."""
_UNITS = {
    WorkDays: Unit.WORK_DAY,
    CalendarDays: Unit.CALENDAR_DAY,
    Months: Unit.MONTH,
    Hours: Unit.HOUR,
    WorkHours: Unit.WORK_HOUR,
    YearDays: Unit.YEAR_DAY,
}


@dataclass(frozen=True)
class DatedRule:
    """One version of a rule in one scope.

    `value` is a term, the fixed day itself, or days of every year. With `before`, a term ends with the start
    instead of beginning with it: "5 working days before the reception". `valid_to` is the first day on which
    the rule no longer holds, as legal texts write it. `supersedes` is the key of the version that this one
    ends, in the same scope; the id of that one may differ.
    """

    id: str
    value: Term | date | YearDays
    legal_basis: LegalBasis
    certainty: Certainty
    valid_from: date
    valid_to: date | None = None
    scope: str = NATIONAL
    bound: Bound = Bound.AT_MOST
    supersedes: str | None = None
    version: int = 1
    before: bool = False

    def __post_init__(self) -> None:
        if self.before and not isinstance(self.value, WorkDays | CalendarDays):
            raise InvalidRules(f"{self.key} counts backwards, which only days can")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise InvalidRules(f"{self.key} ends on {self.valid_to}, before it begins")

    @property
    def key(self) -> str:
        """Name of this version, for instance "PUB_LOCAL_DOC/01@2"."""
        return f"{self.id}/{self.scope}@{self.version}"

    @property
    def unit(self) -> Unit:
        """In what the value is counted."""
        return Unit.DATE if isinstance(self.value, date) else _UNITS[type(self.value)]

    @property
    def size(self) -> int:
        """The value as a number, comparable between rules of the same unit."""
        return self.value.toordinal() if isinstance(self.value, date) else self.value.count

    def is_comparable_with(self, other: "DatedRule") -> bool:
        """Tell whether one can say without a calendar which rule is stricter."""
        return (self.unit, self.bound, self.before) == (other.unit, other.bound, other.before)

    def is_looser_than(self, other: "DatedRule") -> bool:
        """Tell whether this rule allows what the other, a comparable one, forbids."""
        longer_is_looser = (self.bound is Bound.AT_MOST) is not self.before
        return self.size > other.size if longer_is_looser else self.size < other.size


@dataclass(frozen=True)
class RuleBook:
    """All known versions of all rules.

    Raises InvalidRules for two versions of the same key, for versions of one id and scope that hold at the
    same time, and for a local rule that loosens the national one of its id or counts it in another unit. A
    local rule in another unit gets an id of its own, and `earliest_due` compares the dates.
    """

    rules: tuple[DatedRule, ...] = ()

    def __post_init__(self) -> None:
        if len(self._by_key) != len(self.rules):
            raise InvalidRules("two rules have the same id, scope and version")
        for rule in self.rules:
            self._check_succession(rule)
        for versions in self._by_id.values():
            self._check_versions(versions)
            self._check_local_rules(versions)

    def in_force(self, rule_id: str, on: date, chain: Sequence[str] = ()) -> DatedRule:
        """Return the version that holds on a day for a unit.

        `chain` lists the unit's scopes from wide to narrow, with or without the national one. A narrower rule
        wins only if it is as strict as the wider one or stricter, and counted in the same unit. Raises
        NoRuleInForce.
        """
        rank = {NATIONAL: 0} | {scope: place for place, scope in enumerate(chain, 1) if scope != NATIONAL}
        versions = self._by_id.get(rule_id, ())
        found = [rule for rule in versions if rule.scope in rank and self._holds(rule, on)]
        if not found:
            raise NoRuleInForce(f"{rule_id} is not in force on {on} for {' > '.join(rank)}")
        winner, *narrower = sorted(found, key=lambda rule: rank[rule.scope])
        for rule in narrower:
            if rule.is_comparable_with(winner) and not rule.is_looser_than(winner):
                winner = rule
        return winner

    def by_key(self, key: str) -> DatedRule:
        """Return a version by its key, in force or not. Raises NoRuleInForce for an unknown key."""
        try:
            return self._by_key[key]
        except KeyError:
            raise NoRuleInForce(f"{key} is not in the book of rules") from None

    @cached_property
    def _by_key(self) -> dict[str, DatedRule]:
        return {rule.key: rule for rule in self.rules}

    @cached_property
    def _by_id(self) -> dict[str, list[DatedRule]]:
        versions: dict[str, list[DatedRule]] = {}
        for rule in sorted(self.rules, key=lambda rule: (rule.id, rule.scope, rule.valid_from)):
            versions.setdefault(rule.id, []).append(rule)
        return versions

    @cached_property
    def _superseded_from(self) -> dict[str, date]:
        """First day on which a superseded version no longer holds, by its key."""
        latest_first = sorted(self.rules, key=lambda rule: rule.valid_from, reverse=True)
        return {rule.supersedes: rule.valid_from for rule in latest_first if rule.supersedes is not None}

    def _holds(self, rule: DatedRule, day: date) -> bool:
        ends = (rule.valid_to, self._superseded_from.get(rule.key))
        return rule.valid_from <= day and all(end is None or day < end for end in ends)

    def _hold_together(self, one: DatedRule, other: DatedRule) -> bool:
        # Two periods without gaps share a day if and only if both hold on the later of their first days.
        later = max(one.valid_from, other.valid_from)
        return self._holds(one, later) and self._holds(other, later)

    def _check_succession(self, rule: DatedRule) -> None:
        if rule.supersedes is None:
            return
        older = self._by_key.get(rule.supersedes)
        if older is None or older.scope != rule.scope or older.valid_from >= rule.valid_from:
            raise InvalidRules(f"{rule.key} supersedes {rule.supersedes}, no older rule of the same scope")

    def _check_versions(self, versions: list[DatedRule]) -> None:
        for older, newer in pairwise(versions):
            if older.scope == newer.scope and self._hold_together(older, newer):
                raise InvalidRules(f"{older.key} and {newer.key} are in force at the same time")

    def _check_local_rules(self, versions: list[DatedRule]) -> None:
        national = [rule for rule in versions if rule.scope == NATIONAL]
        for rule, law in product(versions, national):
            if rule.scope == NATIONAL or not self._hold_together(rule, law):
                continue
            if not rule.is_comparable_with(law):
                raise InvalidRules(f"{rule.key} does not count as {law.key} does: give it an id of its own")
            if rule.is_looser_than(law):
                raise InvalidRules(f"{rule.key} loosens {law.key}")


@dataclass(frozen=True)
class Candidate:
    """What one rule demands: the last day, its end in UTC (not included), and the counting behind it.

    `due` is None for a rule that names a day, and for one that counts backwards.
    """

    rule: DatedRule
    on: date
    ends_at: datetime
    due: Due | None


@dataclass(frozen=True)
class Verdict:
    """All candidates in the order of the rules, and the one that counts: it ends first."""

    winner: Candidate
    candidates: tuple[Candidate, ...]


def due_under(rule: DatedRule, start: date | datetime, calendar: WorkCalendar) -> Candidate:
    """Apply one deadline to a start. Raises ValueError for a minimum: that is no deadline."""
    if rule.bound is Bound.AT_LEAST:
        raise ValueError(f"{rule.key} is a minimum, not a deadline")
    if isinstance(rule.value, date):
        return Candidate(rule, rule.value, end_of_day(rule.value), None)
    if isinstance(rule.value, YearDays):
        on = rule.value.next_from(local_day(start) if isinstance(start, datetime) else start)
        return Candidate(rule, on, end_of_day(on), None)
    if rule.before:
        on = calendar.days_before(start, rule.value)
        return Candidate(rule, on, end_of_day(on), None)
    due = calendar.add(start, rule.value)
    return Candidate(rule, due.on, due.ends_at, due)


def earliest_due(start: date | datetime, rules: Iterable[DatedRule], calendar: WorkCalendar) -> Verdict:
    """Apply several deadlines to one start: the earlier wins, so that a local rule can only shorten.

    Of equal dates the first rule wins. Raises NoRuleInForce when there are no rules.
    """
    candidates = tuple(due_under(rule, start, calendar) for rule in rules)
    if not candidates:
        raise NoRuleInForce("no rule sets a deadline")
    return Verdict(min(candidates, key=lambda candidate: candidate.ends_at), candidates)
