"""Where a difficulty stands, by when it is answered, and what the figures count. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from conglang.kernel.calendar import WorkCalendar, WorkDays
from conglang.kernel.clock import local_day

TERM = WorkDays(3)  # for each who has to answer: the unit's administrator, then the province


class State(StrEnum):
    """Where it stands."""

    OPEN = "open"
    HANDED_UP = "handed_up"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Facts:
    """What the figures ask of a difficulty."""

    reported_at: datetime
    due_on: date
    answered_at: datetime | None
    was_handed_up: bool


@dataclass(frozen=True)
class Figures:
    """How difficulties of a time were answered; `days` is the median of calendar days to the answer."""

    reported: int
    answered: int
    in_time: int
    late: int
    handed_up: int
    days: float | None


def due_after(moment: datetime, calendar: WorkCalendar) -> date:
    """The last day to answer what came in, or was handed up, at this moment."""
    return calendar.add(moment, TERM).on


def figures(rows: Iterable[Facts], today: date) -> Figures:
    """The figures; what is open counts as late once its day has passed."""
    known = list(rows)
    ends = [(row, local_day(row.answered_at)) for row in known if row.answered_at is not None]
    open_late = sum(row.answered_at is None and row.due_on < today for row in known)
    in_time = sum(day <= row.due_on for row, day in ends)
    spans = [(day - local_day(row.reported_at)).days for row, day in ends]
    return Figures(
        reported=len(known),
        answered=len(ends),
        in_time=in_time,
        late=len(ends) - in_time + open_late,
        handed_up=sum(row.was_handed_up for row in known),
        days=median(spans) if spans else None,
    )
