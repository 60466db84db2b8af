"""Periodic jobs: nobody is late for more than five minutes before it is noticed."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.duties.services.post import post_digests
from conglang.base.duties.services.remind import remind
from conglang.base.ledger.schedule import every

EVERY_SECONDS = 5 * 60


@every(seconds=EVERY_SECONDS)
def remind_people(now: datetime) -> None:
    """Write the notices that have come due, then the letters of the day."""
    remind(by=Actor.system("duties"), now=now)
    post_digests(now=now)
