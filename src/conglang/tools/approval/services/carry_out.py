"""What all commands share: lock, look whether the content is still the same, decide, write down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.events import Event
from conglang.base.ledger.outbox import publish as tell
from conglang.tools.approval import reviews
from conglang.tools.approval.hashing import hash_of
from conglang.tools.approval.models import Review
from conglang.tools.approval.powers import facts, permissions_of
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import route_for
from conglang.tools.approval.refusals import refused
from conglang.tools.approval.routes import Route
from conglang.tools.approval.rules import (
    Act,
    Change,
    Command,
    Facts,
    Record,
    Refusal,
    Stage,
    State,
    Verdict,
    decide,
)

_CLOCKWORK = Actor.system("approval")


@dataclass
class Case:
    """An object under lock, with everything that a decision about it needs."""

    review: Review
    row: Any
    route: Route
    state: State
    content: str

    @property
    def about(self) -> dict[str, Any]:
        """How events name the object."""
        return {
            "model": self.row._meta.label_lower,
            "object_id": self.row.pk,
            "unit_id": self.review.unit_id,
        }


@dataclass(frozen=True)
class Order:
    """A command as a person gave it."""

    command: Command
    by: Actor
    now: datetime
    seen: str | None = None
    step: str = ""
    reason: str = ""
    assignee: Facts | None = None
    reviewers: Mapping[str, int] = field(default_factory=dict)


Telling = Callable[[Case, Record], Event]


class NoRevision(ValueError):
    """The object was never saved with `save_revision`, so there is nothing to decide about."""


def open_case(item: Publishable, now: datetime, *, fresh_route: bool = False) -> Case:
    """Lock the object, and void what was decided if the content changed without our noticing."""
    review, row = reviews.lock(item)
    if row.latest_revision_id is None:
        raise NoRevision(str(item))
    content = hash_of(row.latest_revision)  # read here for the first time since the lock
    state = reviews.state_of(review, live_hash=reviews.live_hash_of(row))
    is_new = fresh_route and state.stage in {Stage.DRAFT, Stage.WITHDRAWN}
    if is_new or not review.route:
        route = route_for(row)
        review.route = route.as_data() if fresh_route else review.route
    else:
        route = reviews.route_of(review)
    if state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
        noticed = decide(route, state, Act(Command.EDIT, Facts(None, {}), content))
        if isinstance(noticed, Change) and noticed.record:
            reviews.store(review, route, state, noticed, reviews.Writing(_CLOCKWORK, now, content))
            state = noticed.state
    return Case(review, row, route, state, content)


def judge(case: Case, order: Order) -> Verdict:
    """What the rules say of the order."""
    return decide(
        case.route,
        case.state,
        Act(
            order.command,
            facts(order.by, case.review.unit_id, permissions_of(case.route)),
            case.content,
            seen=order.seen,
            step=order.step,
            assignee=order.assignee,
            reviewers=order.reviewers,
            reason=order.reason,
            go_live_at=reviews.go_live_at(case.row.latest_revision),
            now=order.now,
        ),
    )


def store(case: Case, order: Order, change: Change) -> None:
    """Write the change down."""
    writing = reviews.Writing(
        order.by,
        order.now,
        case.content,
        order.reason.strip(),
        order.assignee.user_id if order.assignee else None,
    )
    reviews.store(case.review, case.route, case.state, change, writing)
    case.state = change.state


@transaction.atomic
def attempt(item: Publishable, order: Order, tell_of: Telling | None = None) -> Case | Refusal:
    """Carry the order out and tell of it; a refusal is returned, so that what was noticed stays written."""
    case = open_case(item, order.now)
    verdict = judge(case, order)
    if isinstance(verdict, Refusal):
        return verdict
    if verdict.record is not None:
        store(case, order, verdict)
        if tell_of is not None:
            tell(tell_of(case, verdict.record), now=order.now)
    return case


def finished(outcome: Case | Refusal) -> Review:
    """The review after a command. Raises Refused, or NotPermitted, where there was a refusal."""
    if isinstance(outcome, Refusal):
        raise refused(outcome.reason)
    return outcome.review
