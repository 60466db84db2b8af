"""What all commands share: lock, look whether the content is still the same, decide, write down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.events import Event
from conglang.base.ledger.outbox import publish as tell
from conglang.tools.approval import reviews
from conglang.tools.approval.models import Review
from conglang.tools.approval.powers import facts, permissions_of
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import route_for
from conglang.tools.approval.refusals import refused
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.rules import (
    Act,
    Change,
    Command,
    Facts,
    Record,
    Refusal,
    Stage,
    Verdict,
    decide,
)

_CLOCKWORK = Actor.system("approval")


@dataclass(frozen=True)
class Order:
    """A command as a person gave it."""

    command: Command
    by: Actor
    now: datetime
    seen: str | None = None
    step: str = ""
    reason: str = ""
    back_to: str = ""
    assignee: Facts | None = None
    reviewers: Mapping[str, int] = field(default_factory=dict)


Telling = Callable[[Case, Record], Event]


class NoRevision(ValueError):
    """The object was never saved with `save_revision`, so there is nothing to decide about."""


def open_case(item: Publishable, now: datetime, *, fresh_route: bool = False) -> Case:
    """Lock the object, and void what was decided if the content changed without our noticing."""
    case = reviews.lock(item)
    if case.row.latest_revision_id is None:
        raise NoRevision(str(item))
    is_new = fresh_route and case.state.stage in {Stage.DRAFT, Stage.WITHDRAWN}
    if is_new or not case.review.route:
        case.route = route_for(case.row)
        case.review.route = case.route.as_data() if fresh_route else case.review.route
    if case.state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
        noticed = decide(case.route, case.state, Act(Command.EDIT, Facts(None, {}), case.content))
        if isinstance(noticed, Change) and noticed.record:
            reviews.store(case, noticed, reviews.Writing(_CLOCKWORK, now, case.content))
    return case


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
            back_to=order.back_to,
            go_live_at=reviews.go_live_at(case.revision),
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
    reviews.store(case, change, writing)


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
