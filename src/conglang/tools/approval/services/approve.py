"""Pass the last step: what was seen may be public."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.outbox import publish as tell
from conglang.tools.approval import guarding, reviews
from conglang.tools.approval.events import ItemApproved
from conglang.tools.approval.models import Approval, Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.rules import Command, Record, Refusal, Stage
from conglang.tools.approval.services.carry_out import Order, finished, judge, open_case, store


def approve(
    *,
    item: Publishable,
    expected_hash: str,
    by: Actor,
    now: datetime,
    step: str = "",
    note: str = "",
    ground: str = "",
) -> Review:
    """Approve exactly the content that the person saw; it is public at once or at its set time.

    `expected_hash` is `Standing.content` of the page on which the person decided. `ground` is the key of the
    legal ground for personal data in it, recorded with the note. A repeated call changes nothing. Raises
    Refused.
    """
    order = Order(Command.APPROVE, by, now, seen=expected_hash, step=step, reason=note)
    return finished(_approve(item, order, ground))


@transaction.atomic
def _approve(item: Publishable, order: Order, ground: str) -> Case | Refusal:
    case = open_case(item, order.now)
    verdict = judge(case, order)
    if isinstance(verdict, Refusal):
        return verdict
    if verdict.record is None:
        return case
    if verdict.state.stage is Stage.APPROVED:
        refusal = guarding.stopped(case, order.by, order.now) or guarding.unfounded(
            case, ground, order.reason, order.by, order.now
        )
        if refusal:
            return refusal
        _bind(case, order, verdict.record)
    store(case, order, verdict)
    if case.state.stage is Stage.APPROVED:
        _go_on(case, order)
    return case


def _bind(case: Case, order: Order, passed: Record) -> None:
    case.review.approval = Approval.objects.create(
        unit_id=case.review.unit_id,
        content_type_id=case.review.content_type_id,
        object_id=case.row.pk,
        review=case.review,
        revision=case.revision,
        sha256=case.content,
        approved_by_id=order.by.user_id,
        on_behalf_of_id=passed.on_behalf_of,
        at=order.now,
    )
    case.review.publish_at = reviews.go_live_at(case.revision)


def _go_on(case: Case, order: Order) -> None:
    approval, publish_at = case.review.approval, case.review.publish_at
    if approval is None:
        raise TypeError("an approved review without an approval")
    tell(ItemApproved(**case.about, approval_id=approval.pk), now=order.now)
    if case.route.publish_on_approval and (publish_at is None or publish_at <= order.now):
        case.row.publish(
            approval.revision,
            log_action=False,  # the review's history and the audit trail tell of it
            skip_permission_checks=True,
            by=order.by,
            now=order.now,
            case=case,
        )
