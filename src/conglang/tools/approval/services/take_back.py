"""Undo a submission."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.rules import Command
from conglang.tools.approval.services.carry_out import Order, attempt, finished


def take_back(*, item: Publishable, by: Actor, now: datetime) -> Review:
    """Make the submission a draft again, as long as it is not public; for those who worked on it.

    A repeated call changes nothing. Raises Refused.
    """
    return finished(attempt(item, Order(Command.TAKE_BACK, by, now)))
