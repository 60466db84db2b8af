"""What the clock does: answers close after the days for rating, and what nobody replied to."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.citizens.cases.services.work import close_due


@every(seconds=3600)
def close_cases(now: datetime) -> None:
    """Once an hour."""
    close_due(now=now)
