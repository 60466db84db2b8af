"""Reads: what waits for a person, what they may do with an object, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import registered
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.tools.approval import reviews
from conglang.tools.approval.hashing import hash_of
from conglang.tools.approval.models import Contribution, Decision, Review, RouteSetting, Turn
from conglang.tools.approval.powers import facts, permissions_of
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.approval.rules import (
    Act,
    Change,
    Command,
    Facts,
    Reason,
    Stage,
    decide,
    earlier_steps,
    objection,
    open_steps,
)

BUTTONS = tuple(command for command in Command if command is not Command.EDIT)


def route_for(item: Publishable) -> Route:
    """The route of a submission now: the unit's own, the nearest from above, or the app's."""
    setting = route_setting(Unit.objects.get(pk=item.unit_id), item._meta.label_lower)
    return item.default_route if setting is None else Route.from_data(setting.route)


def route_setting(unit: Unit, kind: str) -> RouteSetting | None:
    """What lays down the unit's route for a kind of content; None leaves it to the app.

    The setting's `unit` tells whether it is the unit's own or comes from above.
    """
    line = (unit.pk, *unit.ancestor_ids)
    with everything("a unit follows the routes laid down above it"):
        rows = RouteSetting.objects.filter(Q(unit=unit) | Q(for_units_below=True), kind=kind, unit__in=line)
        found = {row.unit_id: row for row in rows.select_related("unit")}
    return next((found[unit_id] for unit_id in line if unit_id in found), None)


def review_of(item: Publishable) -> Review | None:
    """The object's review; None before its first revision."""
    rows: QuerySet[Review] = Review.objects.filter(content_type=reviews.kind_of(item), object_id=item.pk)
    return rows.select_related("approval").first()


@dataclass(frozen=True)
class Standing:
    """Where an object stands and what one person may do: each command with None, or why not.

    `content` is the hash to send back with a decision: it names what was on the screen.
    """

    stage: Stage
    revision_id: int | None
    content: str
    steps: tuple[str, ...]
    assignees: Mapping[str, int]
    commands: Mapping[Command, Reason | None]

    def may(self, command: Command) -> bool:
        """Whether to offer the command."""
        return self.commands[command] is None


def standing(by: Actor, item: Publishable, *, now: datetime) -> Standing:
    """Where the object stands for this person; a number of queries that does not depend on its history."""
    case = reviews.look(item)
    revision = Revision.objects.filter(pk=item.latest_revision_id).first()
    content = "" if revision is None else hash_of(revision)
    state, route = case.state, case.route if case.review.route else route_for(item)
    if state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:  # a file may have changed under the content
        noticed = decide(route, state, Act(Command.EDIT, Facts(None, {}), content))
        state = noticed.state if isinstance(noticed, Change) else state
    person = facts(by, item.unit_id, permissions_of(route))
    due = reviews.go_live_at(revision) if revision else None
    acts = {command: Act(command, person, content, go_live_at=due, now=now) for command in BUTTONS}
    return Standing(
        stage=state.stage,
        revision_id=item.latest_revision_id,
        content=content,
        steps=tuple(step.name for step in open_steps(route, state)),
        assignees=state.assignees,
        commands={command: objection(route, state, act) for command, act in acts.items()},
    )


def can(by: Actor, item: Publishable, *, now: datetime) -> Mapping[Command, Reason | None]:
    """The commands that the person may give now (None), and why not the other ones."""
    return standing(by, item, now=now).commands


def waiting_for(by: Actor) -> list[Turn]:
    """Turns of the person in every unit of the scope, the most urgent first, each with its review.

    `is_own_work` tells that the person worked on the content, so that somebody else has to decide.
    """
    own = Contribution.objects.filter(review=OuterRef("review"), user_id=by.user_id, is_settled=False)
    turns = (
        _open_turns(by)
        .annotate(is_own_work=Exists(own))
        .select_related("review__content_type", "assignee", "unit")
        .order_by(F("due_at").asc(nulls_last=True), "since")
    )
    return [turn for turn in turns if by.may(turn.waits_for, turn.unit_id)]


def number_waiting(by: Actor) -> int:
    """How many turns wait for the person."""
    turns = _open_turns(by).order_by().values_list("waits_for", "unit_id")
    return sum(by.may(waits_for, unit_id) for waits_for, unit_id in turns)


def _open_turns(by: Actor) -> QuerySet[Turn]:
    names = [name for name in registered() if by.may_somewhere(name)]
    people = [by.user_id, *(loan.giver_id for loan in by.delegated)]
    rows: QuerySet[Turn] = Turn.objects.filter(is_open=True, waits_for__in=names)
    return rows.filter(Q(assignee=None) | Q(assignee__in=[person for person in people if person is not None]))


def history(item: Publishable) -> QuerySet[Decision]:
    """What happened to the object, in order."""
    kind = reviews.kind_of(item)
    rows: QuerySet[Decision] = Decision.objects.filter(
        review__content_type=kind, review__object_id=item.pk
    ).select_related("by", "on_behalf_of", "assignee")
    return rows


def why_returned(item: Publishable) -> str:
    """The words of the last return, as long as nobody has answered it by a decision."""
    last = history(item).exclude(verdict__in=[Command.ASSIGN, Command.EDIT]).last()
    return last.reason if last and last.verdict == Command.RETURN else ""


def returnable(item: Publishable) -> tuple[str, ...]:
    """Steps before the open one, to which the object can be returned."""
    case = reviews.look(item)
    return earlier_steps(case.route, case.state) if case.review.route else ()


def due(now: datetime) -> QuerySet[Review]:
    """Reviews whose approved content is to become public by now."""
    rows: QuerySet[Review] = Review.objects.filter(stage=Stage.APPROVED, publish_at__lte=now)
    return rows.order_by("publish_at")


def expired(model: type[Publishable], now: datetime) -> QuerySet[Any]:
    """Public objects whose time is over."""
    rows: QuerySet[Any] = model.objects.filter(live=True, expire_at__lte=now)
    return rows
