"""When people are told about a duty: shares of its time. Pure."""

from datetime import datetime

from conglang.base.duties.rules import Clock

STEPS = (50, 80)  # percent of the time
LATE = 100
FAR = 150  # half as long again: those who lead the unit above are told of duties that rise

_rising: set[str] = set()


def let_rise(label: str) -> None:
    """Tell the unit above of duties about this model (`app_label.model`) that are long overdue.

    Their titles leave the unit, so they name nobody.
    """
    _rising.add(label)


def rising() -> frozenset[str]:
    """The models whose duties rise."""
    return frozenset(_rising)


def step_of(clock: Clock, now: datetime, *, rises: bool = False) -> int:
    """The highest step that has been reached, 0 before the first one."""
    share = clock.share_used(now)
    if rises and share >= FAR / 100:
        return FAR
    if now >= clock.due_at:
        return LATE
    return max((step for step in STEPS if share >= step / 100), default=0)
