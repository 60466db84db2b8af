"""Send a submission back, to its author or to an earlier step."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.events import Event
from conglang.tools.approval.events import ItemReturned
from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.rules import Command, Record
from conglang.tools.approval.services.carry_out import Order, attempt, finished


def return_(
    *, item: Publishable, reason: str, by: Actor, now: datetime, step: str = "", back_to: str = ""
) -> Review:
    """Ask the author for changes, or those of the step `back_to` to look again; say why. Raises Refused.

    A repeated return to the author changes nothing.
    """
    order = Order(Command.RETURN, by, now, step=step, reason=reason, back_to=back_to)

    def tell_of(case: Case, _done: Record) -> Event:
        return ItemReturned(**case.about, reason=reason.strip())

    return finished(attempt(item, order, None if back_to else tell_of))
