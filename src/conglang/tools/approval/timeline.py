"""The steps of an item as a person reads them: what was done, what is waited for, what comes then."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from conglang.tools.approval.models import Decision, Review, Turn
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import history
from conglang.tools.approval.routes import CHECK, Route
from conglang.tools.approval.rules import Command, Stage
from conglang.tools.approval.wording import DONE

_STATE = {Command.RETURN: "returned", Command.UNPUBLISH: "returned", Command.RECALL: "returned"}
_ENDED = {Stage.PUBLISHED, Stage.WITHDRAWN}


Steps = Mapping[str, Promise]  # what people read for the steps of a route


def timeline(item: Publishable, review: Review | None, steps: Steps) -> list[dict[str, Any]]:
    """Entries for ui/steps.html."""
    done = [_done(decision, steps) for decision in history(item)]
    return [*_written(item), *done, *_to_come(review, steps)]


def _written(item: Publishable) -> Iterator[dict[str, Any]]:
    first = item.revisions.select_related("user").order_by("created_at", "pk").first()
    if first is not None:
        who = first.user.get_full_name() if first.user else ""
        yield {"label": _("Draft written"), "state": "done", "who": who, "at": first.created_at}


def step_name(name: str, steps: Steps) -> str:
    """A step in people's words; a unit's own route may have names of its own."""
    return str(steps.get(name, _("Check") if name == CHECK else name))


def _done(decision: Decision, steps: Steps) -> dict[str, Any]:
    command = Command(decision.verdict)
    label = str(DONE[command])
    if command is Command.ASSIGN and decision.assignee:
        label = _("Assigned to %(person)s") % {"person": decision.assignee.get_full_name()}
    elif decision.step and command in {Command.VERIFY, Command.APPROVE, Command.RETURN}:
        step = step_name(decision.step, steps)
        label = label if step == label else f"{label} – {step}"
    return {
        "label": label,
        "state": _STATE.get(command, "done"),
        "who": _who(decision),
        "at": decision.at,
        "note": decision.reason,
    }


def _who(decision: Decision) -> str:
    if decision.by is None:
        return _("The system, at the set time")
    name: str = decision.by.get_full_name()
    if decision.on_behalf_of is None:
        return name
    giver = decision.on_behalf_of.get_full_name()
    return _("%(person)s, on behalf of %(giver)s") % {"person": name, "giver": giver}


def _to_come(review: Review | None, steps: Steps) -> Iterator[dict[str, Any]]:
    if review is None or not review.route or Stage(review.stage) in _ENDED:
        return
    route, stage = Route.from_data(review.route), Stage(review.stage)
    turns = {turn.step: turn for turn in review.turns.filter(is_open=True).select_related("assignee")}
    if stage in {Stage.IN_REVIEW, Stage.RETURNED, Stage.DRAFT}:
        start = review.position if stage is Stage.IN_REVIEW else 0
        for position in route.positions[start:]:
            for step in position:
                yield _waiting(step_name(step.name, steps), turns.get(step.name))
    when = review.publish_at
    label = _("Publish on the site")
    note = date_format(localtime(when), "d/m/Y H:i") if when else ""
    yield {"label": label, "state": "current" if stage is Stage.APPROVED else "waiting", "note": note}


def _waiting(name: str, turn: Turn | None) -> dict[str, Any]:
    who = turn.assignee.get_full_name() if turn and turn.assignee else ""
    return {"label": name, "state": "current" if turn else "waiting", "who": who}
