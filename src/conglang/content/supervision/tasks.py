"""Silent departments are looked for a few times a day; each person is told once a period."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.content.supervision.services.remind import remind_by_itself


@every(seconds=6 * 3600)
def remind_silent_departments(now: datetime) -> None:
    """Tell the heads of departments that contributed nothing in the period that is over."""
    remind_by_itself(now=now)
