"""Periodic jobs."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.content.calendars.services.turn_day import turn_day


@every(seconds=15)
def turn_the_day(now: datetime) -> None:
    """At midnight "today" and "this week" change on stored pages."""
    turn_day(now=now)
