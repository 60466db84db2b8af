"""Pass a step before the last one."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.rules import Command
from conglang.tools.approval.services.carry_out import Order, attempt, finished


def verify(
    *, item: Publishable, expected_hash: str, by: Actor, now: datetime, step: str = "", note: str = ""
) -> Review:
    """Find the content that the person saw (`expected_hash`) in order at a step. Raises Refused."""
    order = Order(Command.VERIFY, by, now, seen=expected_hash, step=step, reason=note)
    return finished(attempt(item, order))
