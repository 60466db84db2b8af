"""Hand an open step to one person, or to another one."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.events import Event
from conglang.tools.approval.events import ItemAssigned
from conglang.tools.approval.models import Review
from conglang.tools.approval.powers import facts_of_user, permissions_of
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import review_of, route_for
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.routes import Route
from conglang.tools.approval.rules import Command, Record
from conglang.tools.approval.services.carry_out import Order, attempt, finished


def assign(*, item: Publishable, assignee_id: int, by: Actor, now: datetime, step: str = "") -> Review:
    """Hand the step to a person who may decide it and has not worked on the content; also hands it on.

    Without `step` it is the first open one that `by` may assign. A repeated call changes nothing. Raises
    Refused.
    """
    review = review_of(item)
    route = Route.from_data(review.route) if review and review.route else route_for(item)
    order = Order(
        Command.ASSIGN,
        by,
        now,
        step=step,
        assignee=facts_of_user(assignee_id, item.unit_id, permissions_of(route), now),
    )

    def tell_of(case: Case, done: Record) -> Event:
        return ItemAssigned(**case.about, step=done.step, assignee_id=assignee_id)

    return finished(attempt(item, order, tell_of))
