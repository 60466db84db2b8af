"""Desk screens on which a room's items are read and decided; the room's own views call them.

A room describes its kind of item with a `Screen`, gives it three addresses and two views:

    @needs("directory.read")
    @require_safe
    def official(request, pk): return show_item(request, OFFICIALS, pk)

    @needs("directory.read")
    def official_command(request, pk, slug): return give_command(request, OFFICIALS, pk, slug)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound, require
from conglang.kernel.clock import now as clock_now
from conglang.kernel.proofreading import Kind
from conglang.tools.approval import guarding, services
from conglang.tools.approval.forms import (
    DecisionForm,
    GroundForm,
    NoteForm,
    ReasonForm,
    ReturnForm,
    WithdrawalForm,
)
from conglang.tools.approval.labels import COMMANDS, REASONS, STAGES
from conglang.tools.approval.models import Told
from conglang.tools.approval.offers import offers_for
from conglang.tools.approval.panels import panels_for
from conglang.tools.approval.proofing import slips_of
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import Standing, returnable, review_of, standing, why_returned
from conglang.tools.approval.refusals import NotPermitted, Refused
from conglang.tools.approval.rules import Command, Reason, Stage
from conglang.tools.approval.timeline import Steps, step_name, timeline
from conglang.tools.approval.wording import DANGEROUS, ICONS, MAIN, OBVIOUS, QUESTIONS, SLUGS, TOLD, TONES
from conglang.tools.guards.examination import Examination

FORMS: dict[Command, type[DecisionForm]] = {
    Command.VERIFY: NoteForm,
    Command.RECALL: ReasonForm,
    Command.UNPUBLISH: WithdrawalForm,
}
BOUND = {Command.SUBMIT, Command.VERIFY, Command.APPROVE}  # to exactly the content on the screen
Carry = Callable[[Any, Actor, datetime, str, str], object]

# item, actor, now, hash of what was seen, reason
CARRY: dict[Command, Carry] = {
    Command.SUBMIT: lambda item, by, now, seen, _why: services.submit(
        item=item, by=by, now=now, expected_hash=seen
    ),
    Command.TAKE_BACK: lambda item, by, now, _seen, _why: services.take_back(item=item, by=by, now=now),
    Command.VERIFY: lambda item, by, now, seen, why: services.verify(
        item=item, expected_hash=seen, by=by, now=now, note=why
    ),
    Command.APPROVE: lambda item, by, now, seen, _why: services.approve(
        item=item, expected_hash=seen, by=by, now=now
    ),
    Command.RECALL: lambda item, by, now, _seen, why: services.recall(item=item, reason=why, by=by, now=now),
    Command.PUBLISH: lambda item, by, now, _seen, _why: services.publish(item=item, by=by, now=now),
    Command.UNPUBLISH: lambda item, by, now, _seen, why: services.withdraw(
        item=item, reason=why, by=by, now=now
    ),
}
KEEP = "dung-chu"  # not a command of the review: words are right as they stand
COMMANDS_BY_SLUG = {slug: command for command, slug in SLUGS.items() if command in {*CARRY, Command.RETURN}}


@dataclass(frozen=True)
class Screen:
    """A kind of item on the desk. Its addresses take the item's key, `command` also the command's word.

    `content` is a template that shows `item` as readers will see it; `write` is the permission to change it.
    """

    model: type[Publishable]
    read: str
    write: str
    content: str
    item: str
    change: str
    command: str
    index: str
    steps: Steps = field(default_factory=dict)
    public_url: Callable[[Any], str] = lambda _item: ""
    # where a command asks or does more than for other kinds
    forms: Mapping[Command, type[DecisionForm]] = field(default_factory=dict)
    carry: Mapping[Command, Carry] = field(default_factory=dict)

    def find(self, by: Actor, pk: int) -> Any:
        """The item as stored. Raises NotFound outside the scope, Forbidden without the right to read."""
        rows: Any = self.model.objects
        row = rows.select_related("unit", "latest_revision").filter(pk=pk).first()
        if row is None:
            raise NotFound
        require(by, self.read, row)
        return row

    def url(self, pk: int) -> str:
        """The item's page."""
        return reverse(self.item, args=[pk])


def newest(item: Any) -> Any:
    """The item as it was stored last, public or not."""
    revision = item.latest_revision
    return revision.as_object() if revision else item


def show_item(request: HttpRequest, screen: Screen, pk: int, **more: Any) -> HttpResponse:
    """The item with where it stands, what happened, and what this person may do now."""
    by, now = actor_of(request), clock_now()
    stored = screen.find(by, pk)
    place, review = standing(by, stored, now=now), review_of(stored)
    item = newest(stored)
    context = {
        "item": item,
        "stored": stored,
        "shown": render_to_string(screen.content, more | {"item": item}, request),
        "index_url": reverse(screen.index),
        "stage_label": STAGES[place.stage],
        "stage_tone": TONES[place.stage],
        "is_newer": stored.live and place.stage is not Stage.PUBLISHED,
        "buttons": buttons(screen, stored, place),
        "obstacles": obstacles(place),
        "steps": timeline(stored, review, screen.steps),
        "guard": guarding.look(item),
        "return_reason": why_returned(stored),
        "may_edit": by.may(screen.write, stored.unit_id) and place.stage is not Stage.APPROVED,
        "edit_voids": place.stage is Stage.IN_REVIEW,
        "change_url": reverse(screen.change, args=[pk]),
        "public_url": screen.public_url(stored) if stored.live else "",
        "offers": offers_for(stored, by),
        "panels": panels_for(request, stored),
        "slips": slips_of(item),
        "keep_url": reverse(screen.command, args=[pk, KEEP]) if by.may(screen.write, stored.unit_id) else "",
    }
    return render(request, "approval/item.html", context | more)


def buttons(screen: Screen, item: Publishable, place: Standing) -> list[dict[str, Any]]:
    """The commands that are open, the main one first; each address names the content on the screen."""
    offered = [command for command in COMMANDS_BY_SLUG.values() if place.may(command)]
    offered.sort(key=lambda command: (command not in MAIN, command in DANGEROUS))
    return [
        {
            "url": f"{reverse(screen.command, args=[item.pk, SLUGS[command]])}?da-xem={place.content}",
            "label": QUESTIONS[command][1] if command is not Command.APPROVE else COMMANDS[command],
            "kind": "" if command in MAIN else "danger" if command in DANGEROUS else "second",
            "icon": ICONS[command],
        }
        for command in offered
    ]


def obstacles(place: Standing) -> list[str]:
    """Why the person cannot decide what they would otherwise decide; each reason once."""
    said = [reason for reason in place.commands.values() if reason and reason not in OBVIOUS]
    return [str(REASONS[reason]) for reason in dict.fromkeys(said)]


@dataclass(frozen=True)
class _Asked:
    """A command that a person wants to give, and what was on their screen."""

    screen: Screen
    command: Command
    item: Any
    seen: str
    form: DecisionForm

    def page(
        self,
        request: HttpRequest,
        refusal: Reason | None,
        problems: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The question, or why it is not possible now."""
        question, label, consequence = QUESTIONS[self.command]
        context = {
            "item": newest(self.item),
            "item_url": self.screen.url(self.item.pk),
            "change_url": reverse(self.screen.change, args=[self.item.pk]),
            "question": question,
            "consequence": consequence,
            "label": label,
            "icon": ICONS[self.command],
            "kind": "danger" if self.command in DANGEROUS else "",
            "form": self.form,
            "refusal": REASONS[refusal] if refusal else "",
            "is_stale": refusal is Reason.CONTENT_CHANGED,
            "problems": problems or [],
            "guard": guard_for(self.command, self.item),
        }
        return render(request, "approval/command.html", context, status=status)


def give_command(request: HttpRequest, screen: Screen, pk: int, slug: str) -> HttpResponse:
    """Ask, then do. `da-xem` names the content that was on the screen when the person decided."""
    if slug == KEEP:
        return _keep_wording(request, screen, pk)
    if slug not in COMMANDS_BY_SLUG:
        raise NotFound
    by, now, command = actor_of(request), clock_now(), COMMANDS_BY_SLUG[slug]
    item = screen.find(by, pk)
    seen = request.POST.get("seen") or request.GET.get("da-xem", "")
    if not seen:  # nobody decides about what they have not opened
        return redirect(screen.url(pk))
    data = request.POST if request.method == "POST" else None
    form = form_for(command, item, screen.steps, screen.forms)(data, initial={"seen": seen})
    asked = _Asked(screen, command, item, seen, form)
    if request.method != "POST":
        place = standing(by, item, now=now)
        changed = command in BOUND and seen != place.content
        return asked.page(request, place.commands[command] or (Reason.CONTENT_CHANGED if changed else None))
    if not form.is_valid():
        return asked.page(request, None, status=422)
    return _carry_out(request, asked, by, now)


def _keep_wording(request: HttpRequest, screen: Screen, pk: int) -> HttpResponse:
    """Mark words no more that somebody says to be right; on any other question, the item's page."""
    by, sent = actor_of(request), request.POST
    item = screen.find(by, pk)
    kind, words = sent.get("kind", ""), sent.get("words", "").strip()
    if kind in set(Kind) and words:
        services.keep_wording(
            item=item, permission=screen.write, kind=Kind(kind), words=words, by=by, now=clock_now()
        )
        messages.success(request, _("It will not be marked any more."))
    return redirect(screen.url(pk))


def guard_for(command: Command, item: Any) -> Examination | None:
    """What the guards know of the newest content, for the commands that lead it on to readers."""
    return guarding.look(newest(item)) if command in {*BOUND, Command.PUBLISH} else None


def form_for(
    command: Command, item: Any, steps: Steps, forms: Mapping[Command, type[DecisionForm]] | None = None
) -> Callable[..., DecisionForm]:
    """The form of a command; an approval of personal data asks for the legal ground, a return to whom."""
    if command is Command.RETURN:
        return partial(ReturnForm, earlier=[(name, step_name(name, steps)) for name in returnable(item)])
    if command is Command.APPROVE and command not in (forms or {}) and guarding.look(newest(item)).personal:
        return GroundForm
    return {**FORMS, **(forms or {})}.get(command, DecisionForm)


def approve_on_ground(item: Publishable, form: DecisionForm, by: Actor, now: datetime) -> None:
    """Approve what contains personal data, on the ground that was chosen. Raises Refused."""
    given = form.cleaned_data
    services.approve(
        item=item, expected_hash=given["seen"], by=by, now=now, ground=given["ground"], note=given["reason"]
    )


def return_to(item: Publishable, form: DecisionForm, by: Actor, now: datetime) -> None:
    """Send back to whom the person chose. Raises Refused."""
    given = form.cleaned_data
    services.return_(item=item, reason=given["reason"], back_to=given.get("back_to", ""), by=by, now=now)


def withdraw_telling(item: Publishable, form: DecisionForm, by: Actor, now: datetime) -> None:
    """Take down, with the sentence that was chosen for readers. Raises Refused."""
    given = form.cleaned_data
    services.withdraw(
        item=item, reason=given["reason"], told=Told(given["told"] or Told.NOTHING), by=by, now=now
    )


# forms that ask for more than a reason
WHOLE: dict[type[DecisionForm], Callable[[Any, Any, Actor, datetime], None]] = {
    GroundForm: approve_on_ground,
    ReturnForm: return_to,
    WithdrawalForm: withdraw_telling,
}


def _again(asked: _Asked, reason: Reason) -> _Asked:
    """The same question; files that were read only now may have shown that a ground is needed."""
    if reason is Reason.PERSONAL_DATA and not isinstance(asked.form, GroundForm):
        return replace(asked, form=GroundForm(initial={"seen": asked.seen}))
    return asked


def _carry_out(request: HttpRequest, asked: _Asked, by: Actor, now: datetime) -> HttpResponse:
    why = asked.form.cleaned_data.get("reason", "")
    try:
        if whole := WHOLE.get(type(asked.form)):
            whole(asked.item, asked.form, by, now)
        else:
            {**CARRY, **asked.screen.carry}[asked.command](asked.item, by, now, asked.seen, why)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _again(asked, refusal.reason).page(request, refusal.reason, status=409)
    except ValidationError as error:
        return asked.page(request, None, _problems(asked.item, error), status=422)
    messages.success(request, str(TOLD[asked.command]))
    return redirect(asked.screen.url(asked.item.pk))


def _problems(item: Any, error: ValidationError) -> list[tuple[str, str]]:
    found: Mapping[str, list[str]] = (
        error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    )
    return [(label_of(item, name), text) for name, texts in found.items() for text in texts]


def label_of(item: Any, name: str) -> str:
    """What people read for a field; the kind itself for what is about the whole item."""
    names = {each.name for each in item._meta.get_fields()}
    return str(item._meta.get_field(name).verbose_name if name in names else item._meta.verbose_name)
