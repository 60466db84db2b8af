"""The clock of a consultation that is over begins."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.citizens.consultations.services.keep_clock import begin_duties


@every(seconds=3600)
def begin_clocks(now: datetime) -> None:
    """Whoever asked the people owes them an answer."""
    begin_duties(now=now)
