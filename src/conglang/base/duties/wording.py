"""What officials read about terms, days and states."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.duties.queries import Reckoning
from conglang.base.duties.rules import PAUSED_SCOPE, State
from conglang.base.ui.formats import vn_date, vn_datetime
from conglang.kernel.calendar import (
    CalendarDays,
    DayEntry,
    Hours,
    Months,
    Reason,
    TraceStep,
    WorkCalendar,
    WorkDays,
    WorkHours,
)
from conglang.kernel.clock import local_day
from conglang.kernel.legal import NATIONAL
from conglang.kernel.rules import BY_HOUR, Bound, Candidate, DatedRule, Unit, YearDays

ONE_DAY = timedelta(days=1)
STATES = {
    State.OPEN: (gettext_lazy("running"), "info"),
    State.DUE_SOON: (gettext_lazy("due soon"), "warning"),
    State.OVERDUE: (gettext_lazy("overdue"), "danger"),
    State.PAUSED: (gettext_lazy("paused"), ""),
    State.DONE_IN_TIME: (gettext_lazy("done in time"), "success"),
    State.DONE_LATE: (gettext_lazy("done late"), "warning"),
    State.CANCELLED: (gettext_lazy("cancelled"), ""),
}
REASONS = {
    Reason.EVENT: gettext_lazy("The day of the event is not counted."),
    Reason.WORKING_DAY: gettext_lazy("working day"),
    Reason.CALENDAR_DAY: gettext_lazy("counted"),
    Reason.MONTHS: gettext_lazy("The months are over."),
    Reason.HOURS: gettext_lazy("The hours are over."),
    Reason.WEEKEND: gettext_lazy("weekend"),
    Reason.NEXT_WORKING_DAY: gettext_lazy("The end falls on a day off, so it moves to the next working day."),
}


def limit_words(rule: DatedRule) -> str:
    """`5 working days`, `at least 30 days`, `20/12 of every year`."""
    value = rule.value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, YearDays):
        days = ", ".join(f"{day:02}/{month:02}" for month, day in value.days)
        return _("%(days)s of every year") % {"days": days}
    if value.count == 0:
        return _("at once")
    words = {
        WorkDays: _("%(count)d working days"),
        CalendarDays: _("%(count)d days"),
        Months: _("%(count)d months"),
        Hours: _("%(count)d hours"),
        WorkHours: _("%(count)d working hours"),
    }[type(value)] % {"count": value.count}
    if rule.before:
        return _("%(term)s before") % {"term": words}
    return _("at least %(term)s") % {"term": words} if rule.bound is Bound.AT_LEAST else words


@dataclass(frozen=True)
class Step:
    """A day on the way to the date. `number` is empty for a day that is not counted."""

    on: date
    number: str
    text: str


@dataclass(frozen=True)
class Demand:
    """What one rule demands of a duty, and the days behind it."""

    title: str
    limit: str
    basis: str
    certainty: str
    is_local: bool
    is_confirmed: bool
    on: str
    counts: bool
    why: str
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


def demands(found: Reckoning) -> list[Demand]:
    """Every rule of the duty with its date; those that do not count say why."""
    rows = []
    for row, candidate in zip(found.versions, found.verdict.candidates, strict=True):
        counts = candidate is found.verdict.winner
        rows.append(
            Demand(
                title=row.title,
                limit=limit_words(candidate.rule),
                basis=row.legal_basis.cite(),
                certainty=row.get_certainty_display(),
                is_local=row.scope != NATIONAL,
                is_confirmed=row.confirmed_at is not None,
                on=end_words(candidate),
                counts=counts,
                why="" if counts else _not_used(candidate, found.verdict.winner),
                steps=tuple(steps(candidate, found)),
                warnings=tuple(_warnings(candidate)),
            )
        )
    return rows


def end_words(candidate: Candidate) -> str:
    """The last day; for hours with the hour."""
    return vn_datetime(candidate.ends_at) if candidate.rule.unit in BY_HOUR else vn_date(candidate.on)


def _not_used(candidate: Candidate, winner: Candidate) -> str:
    if candidate.ends_at == winner.ends_at:
        return _("It ends on the same day.")
    if candidate.rule.scope != NATIONAL:
        return _("It is longer than the law allows, so it is not used.")
    return _("Another term ends earlier.")


def steps(candidate: Candidate, found: Reckoning) -> Iterator[Step]:
    """The days that were counted and those that were not, each with its decision."""
    duty = found.duty
    event = local_day(duty.started_at)
    if candidate.rule.before:
        yield from _backwards(candidate, event, found.calendar)
        return
    if candidate.due is None:
        yield Step(candidate.on, "", _("The day is laid down."))
        return
    number = 0
    for step in candidate.due.trace:
        is_paused = step.entry is not None and step.entry.scope == PAUSED_SCOPE
        counted = step.counted and not is_paused
        is_whole = step.reason in {Reason.MONTHS, Reason.HOURS}
        number = step.ordinal if is_whole else number + counted
        yield Step(step.on, str(number) if counted else "", _text(step))


def _backwards(candidate: Candidate, event: date, calendar: WorkCalendar) -> Iterator[Step]:
    number, whole = 0, candidate.rule.unit is Unit.CALENDAR_DAY
    for distance in range((event - candidate.on).days):
        day = event - distance * ONE_DAY
        counted = whole or calendar.is_working(day)
        number += counted
        entry = calendar.entry_on(day)
        text = entry_words(entry) if entry else _("counted") if counted else _("weekend")
        yield Step(day, str(number) if counted else "", text)
    yield Step(candidate.on, "", _("The last day to do it."))


def _text(step: TraceStep) -> str:
    if step.entry is None:
        return str(REASONS[step.reason])
    if step.entry.scope == PAUSED_SCOPE:
        return _("Paused: %(reason)s") % {"reason": step.entry.name}
    return entry_words(step.entry)


def entry_words(entry: DayEntry) -> str:
    """A day with the decision behind it."""
    return f"{entry.name} ({entry.legal_basis.cite()})"


def _warnings(candidate: Candidate) -> Iterator[str]:
    due = candidate.due
    if due is None:
        return
    for entry in due.proposals:
        if entry.scope != PAUSED_SCOPE:
            told = {"day": vn_date(entry.on), "name": entry.name}
            yield _("%(day)s is only proposed: %(name)s.") % told
    if due.may_move:
        yield _("If it is confirmed, the last day is %(day)s.") % {"day": vn_date(due.if_confirmed.on)}
    if not due.is_covered:
        yield _("The days off of this time are not all known yet.")
