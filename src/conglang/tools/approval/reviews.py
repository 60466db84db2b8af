"""Between rows and rules: a review's state is read under a lock, and written back with its history."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish as tell
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.approval.gate import NotApproved, NotDue
from conglang.tools.approval.hashing import content_hash, hash_of
from conglang.tools.approval.models import Approval, Contribution, Decision, Review, Turn
from conglang.tools.approval.routes import PUBLISH, REVISE, Route, Step
from conglang.tools.approval.rules import (
    Act,
    Change,
    Command,
    Facts,
    Pass,
    Record,
    Stage,
    State,
    decide,
    open_steps,
)

if TYPE_CHECKING:
    from conglang.tools.approval.publishable import Publishable

logger = logging.getLogger(__name__)

_PASSES = (Command.VERIFY, Command.APPROVE)
_SETTLED_STAGES = {Stage.APPROVED, Stage.PUBLISHED}


def lock(item: "Publishable") -> tuple[Review, Any]:
    """The review of an object and the object's row as stored; nobody else changes either until the commit.

    The object's row is locked first everywhere, so that editing and approving at once wait for each other
    and never in a circle. Raises DoesNotExist for an object outside the scope.
    """
    model: Any = item._meta.concrete_model
    row = model.objects.select_for_update().get(pk=item.pk)
    review, _created = Review.objects.get_or_create(
        content_type=kind_of(item),
        object_id=row.pk,
        defaults={"unit_id": row.unit_id, "title": _title(str(row))},
    )
    _know_item(review, row)
    return review, row


def _know_item(review: Review, row: Any) -> None:
    """Spare the review the query for the object that is here already."""
    item: Any = Review.item
    item.set_cached_value(review, row)


def kind_of(item: "Publishable") -> ContentType:
    """The kind of the object, as reviews and approvals name it."""
    return ContentType.objects.get_for_model(item)


def route_of(review: Review, fallback: Route | None = None) -> Route:
    """The route on which the review was submitted; the fallback before the first submission."""
    if review.route:
        return Route.from_data(review.route)
    if fallback is None:
        raise ValueError("a review without a route has not been submitted")
    return fallback


def state_of(review: Review, *, live_hash: str) -> State:
    """The state as the rules see it; `live_hash` is what `live_hash_of` says of the object."""
    contributions = dict(review.contributions.values_list("user_id", "is_settled"))
    stage, everyone = Stage(review.stage), frozenset(contributions)
    contributors = frozenset(user for user, is_settled in contributions.items() if not is_settled)
    if stage is Stage.PUBLISHED and not live_hash:  # taken down behind our back: as good as withdrawn
        stage, contributors = Stage.WITHDRAWN, everyone
    return State(
        stage=stage,
        position=review.position,
        content=review.content_hash,
        submitted_by=review.submitted_by_id,
        contributors=contributors,
        everyone=everyone,
        assignees=dict(
            review.turns.exclude(assignee=None).exclude(step=REVISE).values_list("step", "assignee_id")
        ),
        passes=_passes(review),
        live=live_hash,
    )


def _passes(review: Review) -> tuple[Pass, ...]:
    if not review.route:
        return ()
    here = [step.name for step in route_of(review).positions[review.position]]
    found = review.decisions.filter(round=review.round, verdict__in=_PASSES, step__in=here)
    return tuple(Pass(*values) for values in found.values_list("step", "by_id", "on_behalf_of_id"))


def live_hash_of(row: Any) -> str:
    """Hash of what is public of an object, empty when nothing is."""
    return str(row.approved_hash) if row.live else ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What goes into the history with a change."""

    by: Actor
    now: datetime
    content: str
    reason: str = ""
    assignee_id: int | None = None


def store(review: Review, route: Route, before: State, change: Change, writing: Writing) -> None:
    """Write the new state, its history entry and its audit entry."""
    after, done = change.state, change.record
    if done is None:
        return
    if done.command not in {*_PASSES, Command.ASSIGN, Command.PUBLISH}:
        review.round += 1
    review.stage, review.position = after.stage, after.position
    review.content_hash, review.submitted_by_id = after.content, after.submitted_by
    if before.stage is Stage.APPROVED and after.stage not in _SETTLED_STAGES:
        void(review.approval, writing.now)
    if after.stage not in _SETTLED_STAGES:
        review.approval, review.publish_at = None, None
    review.save()
    _store_contributions(review, before, after)
    _store_turns(review, route, after, writing.now)
    _write_history(review, done, before, writing)


def void(approval: Approval | None, now: datetime) -> None:
    """The approval counts no more; nothing can become public by it."""
    if approval is not None and approval.voided_at is None:
        approval.voided_at = now
        approval.save(update_fields=["voided_at"])


def _write_history(review: Review, done: Record, before: State, writing: Writing) -> None:
    Decision.objects.create(
        unit_id=review.unit_id,
        review=review,
        round=review.round,
        step=done.step,
        verdict=done.command,
        by_id=writing.by.user_id,
        on_behalf_of_id=done.on_behalf_of,
        assignee_id=writing.assignee_id,
        reason=writing.reason,
        content_hash=writing.content,
        at=writing.now,
    )
    record(
        f"approval.{done.command}",
        review.item,
        by=_named(writing.by, done.on_behalf_of),
        now=writing.now,
        unit_id=review.unit_id,
        step=done.step,
        reason=writing.reason,
        content=writing.content,
        stage_before=before.stage,
        stage=review.stage,
        assignee=writing.assignee_id,
    )


def _named(by: Actor, on_behalf_of: int | None) -> Actor:
    return Actor(by.user_id, by.name, by.unit_id, on_behalf_of=on_behalf_of, is_system=by.is_system)


def _store_contributions(review: Review, before: State, after: State) -> None:
    new = after.everyone - before.everyone
    Contribution.objects.bulk_create(
        Contribution(unit_id=review.unit_id, review=review, user_id=user) for user in sorted(new)
    )
    if before.contributors != after.contributors:
        rows = review.contributions
        rows.filter(user_id__in=after.contributors - new, is_settled=True).update(is_settled=False)
        rows.exclude(user_id__in=after.contributors).filter(is_settled=False).update(is_settled=True)


def _store_turns(review: Review, route: Route, after: State, now: datetime) -> None:
    wanted = dict(_open_turns(route, after))
    known = {turn.step: turn for turn in review.turns.all()}
    for name in {*wanted, *after.assignees, *known}:
        waits_for, assignee, hours = wanted.get(name, ("", after.assignees.get(name), None))
        turn = known.get(name) or Turn(unit_id=review.unit_id, review=review, step=name, since=now)
        is_open = name in wanted
        if (is_open, waits_for, assignee) == (turn.is_open, turn.waits_for, turn.assignee_id) and turn.pk:
            continue
        if is_open:
            turn.since = now
            turn.due_at = None if hours is None else now + timedelta(hours=hours)
        turn.is_open, turn.waits_for, turn.assignee_id = is_open, waits_for, assignee
        turn.save()


_Waiting = tuple[str, int | None, int | None]  # permission, assignee, hours


def _open_turns(route: Route, state: State) -> Mapping[str, _Waiting]:
    if state.stage is Stage.RETURNED:
        return {REVISE: (route.submit, state.submitted_by, None)}
    if state.stage is Stage.APPROVED and not route.publish_on_approval:
        return {PUBLISH: (route.publish, None, None)}
    return {step.name: _turn(step, state.assignees.get(step.name)) for step in open_steps(route, state)}


def _turn(step: Step, assignee: int | None) -> _Waiting:
    is_to_assign = step.needs_assignment and assignee is None
    return (step.assigned_by if is_to_assign else step.permission, assignee, step.hours)


def edited(review: Review, row: Any, revision: Revision, *, by: Actor, now: datetime) -> None:
    """Note that new content was stored; decisions about other content are void."""
    content = content_hash(revision.pk)
    review.title = _title(revision.object_str)
    before = state_of(review, live_hash=live_hash_of(row))
    act = Act(Command.EDIT, Facts(by.user_id, {}), content)
    route = route_of(review, row.default_route)
    change = decide(route, before, act)
    if not isinstance(change, Change):
        raise TypeError(f"an edit was refused: {change}")
    after = change.state
    if (before.stage, before.position, before.passes) != (after.stage, after.position, after.passes):
        store(review, route, before, change, Writing(by, now, content))
        return
    review.content_hash = after.content
    review.save(update_fields=["content_hash", "title"])
    _store_contributions(review, before, after)


def approval_of(review: Review, row: Any, revision: Revision, now: datetime) -> Approval:
    """The approval by which a revision may be public now. Raises NotApproved or NotDue."""
    stored = Revision.objects.filter(pk=revision.pk).first()
    content = hash_of(stored) if stored else ""
    live: Approval = row.approval
    if row.live and live.revision_id == revision.pk and live.sha256 == content:
        return live  # public already
    approval = review.approval
    if (
        approval is None
        or stored is None
        or approval.voided_at is not None
        or review.stage != Stage.APPROVED
        or approval.revision_id != revision.pk
        or approval.sha256 != content
    ):
        raise NotApproved(f"{review.title}: nobody has approved this version")
    approval.revision = stored  # the very content whose hash was compared
    if row.latest_revision_id == stored.pk:
        row.latest_revision = stored
    due = go_live_at(approval.revision)
    if due is not None and due > now:
        raise NotDue(f"{review.title}: approved for {due.isoformat()}")
    return approval


def go_live_at(revision: Revision) -> datetime | None:
    """When the content is to become public; None means at once."""
    text = revision.content.get("go_live_at")
    return parse_datetime(text) if text else None


def published(review: Review, item: "Publishable", *, by: Actor, now: datetime) -> None:
    """Note that the approved content is public."""
    approval = review.approval
    if approval is None:
        raise NotApproved(review.title)
    route = route_of(review)
    before = state_of(review, live_hash="")
    # the right to press the button was checked by the service; the gate asks for the approval only
    facts = Facts(by.user_id, {route.publish: (by.on_behalf_of,)})
    change = decide(route, before, Act(Command.PUBLISH, facts, approval.sha256, now=now))
    if not isinstance(change, Change):
        raise NotApproved(str(change.reason))
    _know_item(review, item)
    store(review, route, before, change, Writing(by, now, approval.sha256))
    tell(ItemPublished(item._meta.label_lower, item.pk, review.unit_id, approval.pk), now=now)


def unpublished(review: Review, row: Any, *, by: Actor, reason: str, now: datetime) -> None:
    """Note that the object is public no longer, and void the approval that it was public by."""
    route = route_of(review)
    before = state_of(review, live_hash=row.approved_hash)
    facts = Facts(by.user_id, {route.withdraw: (by.on_behalf_of,)})
    why = reason or ("expired" if row.expired else "taken down")
    change = decide(route, before, Act(Command.UNPUBLISH, facts, before.content, reason=why))
    if not isinstance(change, Change):
        raise TypeError(f"a withdrawal was refused: {change}")
    void(row.approval, now)
    store(review, route, before, change, Writing(by, now, row.approved_hash, why))
    tell(ItemWithdrawn(row._meta.label_lower, row.pk, review.unit_id, why), now=now)


def _title(text: str) -> str:
    return text[:255]
