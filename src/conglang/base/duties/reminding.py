"""When people are told about a duty: shares of its time. Pure."""

from datetime import datetime

from conglang.base.duties.rules import Clock

STEPS = (50, 80)  # percent of the time
LATE = 100


def step_of(clock: Clock, now: datetime) -> int:
    """The highest step that has been reached, 0 before the first one."""
    if now >= clock.due_at:
        return LATE
    share = clock.share_used(now)
    return max((step for step in STEPS if share >= step / 100), default=0)
