"""Commands about an article: one small page that asks, and does it when the person confirms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval import services
from conglang.tools.approval.labels import REASONS
from conglang.tools.approval.queries import Standing, review_of, standing
from conglang.tools.approval.refusals import NotPermitted, Refused
from conglang.tools.approval.rules import Command, Reason
from conglang.workspace.assignees import Candidate, candidates, step_to_assign
from conglang.workspace.forms import AssignForm, DecisionForm, NoteForm, ReasonForm
from conglang.workspace.views.items import DANGEROUS, SLUGS, article_in_reach, newest
from conglang.workspace.wording import CONSEQUENCES, DONE_MESSAGES, ICONS, QUESTIONS

COMMANDS = {slug: command for command, slug in SLUGS.items()}
FORMS: dict[Command, type[DecisionForm]] = {
    Command.VERIFY: NoteForm,
    Command.RETURN: ReasonForm,
    Command.RECALL: ReasonForm,
    Command.UNPUBLISH: ReasonForm,
}


@dataclass(frozen=True)
class Asked:
    """A command that a person wants to give about an article, and what was on their screen."""

    command: Command
    article: Article
    by: Actor
    now: datetime
    seen: str
    place: Standing
    form: DecisionForm
    step: str = ""

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in."""
        return self.form.cleaned_data

    def objection(self) -> Reason | None:
        """Why the command would be refused now."""
        bound = {Command.SUBMIT, Command.VERIFY, Command.APPROVE}
        changed = self.command in bound and self.seen != self.place.content
        return self.place.commands[self.command] or (Reason.CONTENT_CHANGED if changed else None)


CARRY: dict[Command, Callable[[Asked], object]] = {
    Command.SUBMIT: lambda asked: services.submit(
        item=asked.article, by=asked.by, now=asked.now, expected_hash=asked.seen
    ),
    Command.TAKE_BACK: lambda asked: services.take_back(item=asked.article, by=asked.by, now=asked.now),
    Command.ASSIGN: lambda asked: services.assign(
        item=asked.article, assignee_id=asked.given["person"], by=asked.by, now=asked.now, step=asked.step
    ),
    Command.VERIFY: lambda asked: services.verify(
        item=asked.article,
        expected_hash=asked.seen,
        by=asked.by,
        now=asked.now,
        note=asked.given["reason"],
    ),
    Command.RETURN: lambda asked: services.return_(
        item=asked.article, reason=asked.given["reason"], by=asked.by, now=asked.now
    ),
    Command.APPROVE: lambda asked: services.approve(
        item=asked.article, expected_hash=asked.seen, by=asked.by, now=asked.now
    ),
    Command.RECALL: lambda asked: services.recall(
        item=asked.article, reason=asked.given["reason"], by=asked.by, now=asked.now
    ),
    Command.PUBLISH: lambda asked: services.publish(item=asked.article, by=asked.by, now=asked.now),
    Command.UNPUBLISH: lambda asked: services.withdraw(
        item=asked.article, reason=asked.given["reason"], by=asked.by, now=asked.now
    ),
}


@needs("newsroom.read")
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do. `da-xem` names the content that was on the screen when the person decided."""
    if slug not in COMMANDS:
        raise Http404
    seen = request.POST.get("seen") or request.GET.get("da-xem", "")
    by, now = actor_of(request), clock_now()
    article = article_in_reach(by, pk)
    if not seen:  # nobody decides about what they have not opened
        return redirect("workspace:item", pk=pk)
    wanted, review = COMMANDS[slug], review_of(article)
    step = step_to_assign(by, review) if wanted is Command.ASSIGN and review and review.route else ""
    people = candidates(article, review, step, now) if review and step else []
    form = _form(request, wanted, people, seen)
    asked = Asked(wanted, article, by, now, seen, standing(by, article, now=now), form, step)
    if request.method != "POST":
        return _ask(request, asked, asked.objection())
    if not form.is_valid():
        return _ask(request, asked, None, status=422)
    return _carry_out(request, asked)


def _carry_out(request: HttpRequest, asked: Asked) -> HttpResponse:
    try:
        CARRY[asked.command](asked)
    except NotPermitted:
        raise
    except Refused as refusal:
        return _ask(request, asked, refusal.reason, status=409)
    except ValidationError as error:
        return _incomplete(request, asked.article, error)
    messages.success(request, str(DONE_MESSAGES[asked.command]))
    return redirect(f"{reverse('workspace:item', args=[asked.article.pk])}?da-luu=viec")


def _form(request: HttpRequest, wanted: Command, people: list[Candidate], seen: str) -> DecisionForm:
    data = request.POST if request.method == "POST" else None
    if wanted is Command.ASSIGN:
        return AssignForm(data, initial={"seen": seen}, people=people)
    return FORMS.get(wanted, DecisionForm)(data, initial={"seen": seen})


def _ask(request: HttpRequest, asked: Asked, refusal: Reason | None, status: int = 200) -> HttpResponse:
    question, label = QUESTIONS[asked.command]
    context = {
        "article": newest(asked.article),
        "question": question,
        "consequence": CONSEQUENCES[asked.command],
        "label": label,
        "icon": ICONS[asked.command],
        "kind": "danger" if asked.command in DANGEROUS else "",
        "form": asked.form,
        "is_assigning": asked.command is Command.ASSIGN,
        "is_deciding": asked.command in {Command.APPROVE, Command.PUBLISH},
        "refusal": REASONS[refusal] if refusal else "",
        "is_stale": refusal is Reason.CONTENT_CHANGED,
    }
    return render(request, "workspace/command.html", context, status=status)


def _incomplete(request: HttpRequest, article: Article, error: ValidationError) -> HttpResponse:
    """What is still missing before the article can be submitted, field by field."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    context = {
        "article": article,
        "problems": [(_label(article, name), text) for name, texts in found.items() for text in texts],
    }
    return render(request, "workspace/incomplete.html", context, status=422)


def _label(article: Article, name: str) -> str:
    names = {field.name for field in article._meta.get_fields()}
    return str(article._meta.get_field(name).verbose_name) if name in names else _("Article")  # type: ignore[union-attr]
