"""Rounds are drawn soon after they were announced; silent departments are looked for a few times a day."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.content.supervision.services.inspect import draw_due
from conglang.content.supervision.services.remind import remind_by_itself


@every(seconds=6 * 3600)
def remind_silent_departments(now: datetime) -> None:
    """Tell the heads of departments that contributed nothing in the period that is over."""
    remind_by_itself(now=now)


@every(seconds=5)
def draw_rounds(now: datetime) -> None:
    """Draw the items of rounds that were announced and are sealed by now."""
    draw_due(now=now)
