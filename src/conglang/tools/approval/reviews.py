"""Between rows and rules: a review's state is read under a lock, and written back with its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish as tell
from conglang.tools.approval import guarding
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.approval.gate import NotApproved, NotDue
from conglang.tools.approval.hashing import content_hash, hash_of
from conglang.tools.approval.models import Absence, Approval, Contribution, Decision, Review, Told, Turn
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
from conglang.tools.guards.examination import Examination

if TYPE_CHECKING:
    from conglang.tools.approval.publishable import Publishable

_PASSES = (Command.VERIFY, Command.APPROVE)
_SETTLED_STAGES = {Stage.APPROVED, Stage.PUBLISHED}
_PASSING_STAGES = {Stage.IN_REVIEW, *_SETTLED_STAGES}


@dataclass
class Case:
    """An object with its review, and everything that a decision about it needs, read once.

    It comes from `lock` for changes, so that it stays true until the commit, and from `look` for reading.
    """

    review: Review
    row: Any
    route: Route  # on which it was submitted; the app's own before that
    state: State
    contributions: dict[int, bool]  # of whom, and whether it is settled
    turns: dict[str, Turn]

    @cached_property
    def revision(self) -> Revision:
        """The newest revision, read when it is first asked for. Raises DoesNotExist."""
        self.row.latest_revision = Revision.objects.get(pk=self.row.latest_revision_id)
        return self.row.latest_revision

    @cached_property
    def content(self) -> str:
        """The hash of the newest revision."""
        return hash_of(self.revision)

    @cached_property
    def examination(self) -> Examination:
        """What the guards find in the newest revision; files that nobody has read are read now."""
        return guarding.examination_of(self.row.with_content_json(self.revision.content))

    @property
    def about(self) -> dict[str, Any]:
        """How events name the object."""
        return {
            "model": self.row._meta.label_lower,
            "object_id": self.row.pk,
            "unit_id": self.review.unit_id,
        }


def lock(item: "Publishable") -> Case:
    """The object's row and review as stored; nobody else changes either until the commit.

    The object's row is locked, and nobody touches a review without that lock, so that editing and approving
    at once wait for each other and never in a circle. A review that is new is not stored yet. Raises
    DoesNotExist for an object outside the scope.
    """
    model: Any = item._meta.concrete_model
    row = model.objects.select_for_update().get(pk=item.pk)
    return look(row)


def look(row: Any) -> Case:
    """The case of an object's row; without a lock it may be out of date at any time."""
    review = Review.objects.filter(content_type=kind_of(row), object_id=row.pk).first()
    contributions: dict[int, bool] = {}
    turns: dict[str, Turn] = {}
    if review is None:
        review = Review(
            unit_id=row.unit_id, content_type=kind_of(row), object_id=row.pk, title=_title(str(row))
        )
    else:
        contributions = dict(review.contributions.values_list("user_id", "is_settled"))
        turns = {turn.step: turn for turn in review.turns.all()}
    know_item(review, row)
    route = Route.from_data(review.route) if review.route else row.default_route
    return Case(review, row, route, _state(review, row, route, contributions, turns), contributions, turns)


def know_item(review: Review, row: Any) -> None:
    """Spare the review the query for the object that is here already."""
    item: Any = Review.item
    item.set_cached_value(review, row)


def kind_of(item: "Publishable") -> ContentType:
    """The kind of the object, as reviews and approvals name it."""
    return ContentType.objects.get_for_model(item)


def _state(
    review: Review, row: Any, route: Route, contributions: Mapping[int, bool], turns: Mapping[str, Turn]
) -> State:
    """The state as the rules see it."""
    stage, everyone, live = Stage(review.stage), frozenset(contributions), live_hash_of(row)
    contributors = frozenset(user for user, is_settled in contributions.items() if not is_settled)
    if stage is Stage.PUBLISHED and not live:  # taken down behind our back: as good as withdrawn
        stage, contributors = Stage.WITHDRAWN, everyone
    return State(
        stage=stage,
        position=review.position,
        content=review.content_hash,
        submitted_by=review.submitted_by_id,
        contributors=contributors,
        everyone=everyone,
        assignees={
            step: turn.assignee_id
            for step, turn in turns.items()
            if turn.assignee_id is not None and step != REVISE
        },
        passes=_passes(review, stage, route) if stage in _PASSING_STAGES else (),
        live=live,
    )


def _passes(review: Review, stage: Stage, route: Route) -> tuple[Pass, ...]:
    steps = route.positions[review.position]
    if stage is Stage.IN_REVIEW and sum(step.deciders for step in steps) == 1:
        return ()  # the one decision would have ended the position
    here = [step.name for step in steps]
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


def store(case: Case, change: Change, writing: Writing) -> None:
    """Write the new state, its history entry and its audit entry."""
    review, before, after, done = case.review, case.state, change.state, change.record
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
    _store_contributions(case, after)
    _store_turns(case, after, writing.now)
    _write_history(review, done, before, writing)
    case.state = after


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


def _store_contributions(case: Case, after: State) -> None:
    review, stored = case.review, case.contributions
    wanted = {user: user not in after.contributors for user in sorted(after.everyone)}
    Contribution.objects.bulk_create(
        Contribution(unit_id=review.unit_id, review=review, user_id=user, is_settled=is_settled)
        for user, is_settled in wanted.items()
        if user not in stored
    )
    for is_settled in (True, False):
        changed = [user for user in stored if stored[user] != wanted[user] == is_settled]
        if changed:
            review.contributions.filter(user_id__in=changed).update(is_settled=is_settled)
    case.contributions = wanted


def _store_turns(case: Case, after: State, now: datetime) -> None:
    review, known = case.review, case.turns
    wanted = dict(_open_turns(case.route, after))
    for name in {*wanted, *after.assignees, *known}:
        waits_for, assignee, hours = wanted.get(name, ("", after.assignees.get(name), None))
        turn = known.setdefault(name, Turn(unit_id=review.unit_id, review=review, step=name, since=now))
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


def edited(case: Case, revision: Revision, *, by: Actor, now: datetime) -> None:
    """Note that new content was stored; decisions about other content are void."""
    review, before, content = case.review, case.state, content_hash(revision.pk)
    review.title = _title(revision.object_str)
    change = decide(case.route, before, Act(Command.EDIT, Facts(by.user_id, {}), content))
    if not isinstance(change, Change):
        raise TypeError(f"an edit was refused: {change}")
    after = change.state
    if (before.stage, before.position, before.passes) != (after.stage, after.position, after.passes):
        store(case, change, Writing(by, now, content))
        return
    review.content_hash = after.content
    review.save()
    _store_contributions(case, after)


def approval_of(case: Case, revision: Revision, now: datetime) -> Approval:
    """The approval by which a revision may be public now. Raises NotApproved or NotDue."""
    review, row = case.review, case.row
    if revision.pk == row.latest_revision_id:
        stored, content = case.revision, case.content
    else:
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
    due = go_live_at(stored)
    if due is not None and due > now:
        raise NotDue(f"{review.title}: approved for {due.isoformat()}")
    return approval


def go_live_at(revision: Revision) -> datetime | None:
    """When the content is to become public; None means at once."""
    text = revision.content.get("go_live_at")
    return parse_datetime(text) if text else None


def published(case: Case, item: "Publishable", *, by: Actor, now: datetime) -> None:
    """Note that the approved content is public."""
    review, approval = case.review, case.review.approval
    if approval is None:
        raise NotApproved(review.title)
    # the right to press the button was checked by the service; the gate asks for the approval only
    facts = Facts(by.user_id, {case.route.publish: (by.on_behalf_of,)})
    change = decide(case.route, case.state, Act(Command.PUBLISH, facts, approval.sha256, now=now))
    if not isinstance(change, Change):
        raise NotApproved(str(change.reason))
    know_item(review, item)
    store(case, change, Writing(by, now, approval.sha256))
    tell(ItemPublished(**case.about, approval_id=approval.pk), now=now)


def unpublished(case: Case, *, by: Actor, reason: str, told: Told, now: datetime) -> None:
    """Note that the object is public no longer, and void the approval that it was public by.

    Who comes to its address reads what is `told`.
    """
    row = case.row
    facts = Facts(by.user_id, {case.route.withdraw: (by.on_behalf_of,)})
    why = reason or ("expired" if row.expired else "taken down")
    change = decide(case.route, case.state, Act(Command.UNPUBLISH, facts, case.state.content, reason=why))
    if not isinstance(change, Change):
        raise TypeError(f"a withdrawal was refused: {change}")
    void(row.approval, now)
    store(case, change, Writing(by, now, row.approved_hash, why))
    if address := getattr(row, "get_absolute_url", None):
        said = {"told": Told.ENDED if row.expired else told, "since": now}
        Absence.objects.update_or_create(unit_id=row.unit_id, path=address(), defaults=said)
    tell(ItemWithdrawn(**case.about, reason=why), now=now)


def _title(text: str) -> str:
    return text[:255]
