"""Take an object from the public."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.tools.approval.models import Review, Told
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.rules import Command, Refusal
from conglang.tools.approval.services.carry_out import Order, finished, judge, open_case
from conglang.tools.approval.services.order_takedown import follow_orders


def withdraw(
    *, item: Publishable, reason: str, by: Actor, now: datetime, told: Told = Told.NOTHING
) -> Review:
    """Take the public version down, saying why; a repeated call changes nothing. Raises Refused.

    The reason stays on record; readers are told no more than `told`. A newer version that was on its way has
    to be decided anew.
    """
    return finished(_withdraw(item, Order(Command.UNPUBLISH, by, now, reason=reason), told))


@transaction.atomic
def _withdraw(item: Publishable, order: Order, told: Told) -> Case | Refusal:
    case = open_case(item, order.now)
    verdict = judge(case, order)
    if isinstance(verdict, Refusal):
        return verdict
    if verdict.record is not None:
        named = replace(order.by, on_behalf_of=verdict.record.on_behalf_of)
        case.row.unpublish(by=named, reason=order.reason.strip(), told=told, now=order.now, case=case)
        follow_orders(item=case.row, now=order.now)
    return case
