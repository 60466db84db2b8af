"""When people are told about a duty: shares of its time, and office hours. Pure."""

from datetime import datetime, time

from conglang.base.duties.rules import Clock
from conglang.kernel.calendar import WorkCalendar
from conglang.kernel.clock import LOCAL_ZONE

STEPS = (50, 80)  # percent of the time
LATE = 100
OFFICE = ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
"""Hours of an office where nobody has laid down others."""


def step_of(clock: Clock, now: datetime) -> int:
    """The highest step that has been reached, 0 before the first one."""
    if now >= clock.due_at:
        return LATE
    share = clock.share_used(now)
    return max((step for step in STEPS if share >= step / 100), default=0)


def in_hours(now: datetime) -> bool:
    """Whether offices are open at this time of day."""
    at = now.astimezone(LOCAL_ZONE).time()
    return any(opens <= at < closes for opens, closes in OFFICE)


def at_work(now: datetime, calendar: WorkCalendar) -> bool:
    """Whether people of the calendar's unit are in their office."""
    return in_hours(now) and calendar.is_working(now.astimezone(LOCAL_ZONE).date())
