"""Ask for decisions about an object's newest content."""

from datetime import datetime
from typing import Any

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.outbox import publish as tell
from conglang.tools.approval import guarding
from conglang.tools.approval.events import ItemSubmitted
from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.reviews import Case
from conglang.tools.approval.routes import Route
from conglang.tools.approval.rules import Command, Refusal
from conglang.tools.approval.services.carry_out import Order, finished, judge, open_case, store


def submit(*, item: Publishable, by: Actor, now: datetime, expected_hash: str | None = None) -> Review:
    """Send the newest revision on its unit's route; a repeated call changes nothing.

    After a return it goes to the step that returned it. Raises ValidationError for incomplete content,
    Refused.
    """
    _read_files(item)
    return finished(_submit(item, by, now, expected_hash))


def _read_files(item: Publishable) -> None:
    """Before the transaction, because it takes a while; what changes meanwhile is read within."""
    newest = type(item)._default_manager.select_related("latest_revision").filter(pk=item.pk).first()
    if newest is not None and newest.latest_revision is not None:
        guarding.read_files(newest.with_content_json(newest.latest_revision.content))


@transaction.atomic
def _submit(item: Publishable, by: Actor, now: datetime, expected_hash: str | None) -> Case | Refusal:
    case = open_case(item, now, fresh_route=True)
    content = case.row.with_content_json(case.revision.content)
    content.clean_beside(case.row)
    content.check_complete()
    order = Order(Command.SUBMIT, by, now, seen=expected_hash, reviewers=_reviewers(content, case.route))
    verdict = judge(case, order)
    if isinstance(verdict, Refusal):
        return verdict
    if verdict.record is not None:
        if refusal := guarding.stopped(case, by, now):
            return refusal
        case.review.submitted_at = now
        store(case, order, verdict)
        tell(ItemSubmitted(**case.about), now=now)
    return case


def _reviewers(content: Any, route: Route) -> dict[str, int]:
    found = {step.name: content.reviewer_for(step.name) for step in route.steps}
    return {step: user_id for step, user_id in found.items() if user_id is not None}
