"""Stop approved content before it is public."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.rules import Command
from conglang.tools.approval.services.carry_out import Order, attempt, finished


def recall(*, item: Publishable, reason: str, by: Actor, now: datetime) -> Review:
    """Void an approval whose time has not come; the last step is open again. Raises Refused."""
    return finished(attempt(item, Order(Command.RECALL, by, now, reason=reason)))
