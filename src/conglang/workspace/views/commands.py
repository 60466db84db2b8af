"""Commands about an article: one small page that asks, and does it when the person confirms."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import other_languages
from conglang.content.newsroom.routes import STEPS
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.forms import DecisionForm, GroundForm
from conglang.tools.approval.labels import REASONS
from conglang.tools.approval.queries import Standing, review_of, standing
from conglang.tools.approval.refusals import NotPermitted, Refused
from conglang.tools.approval.rules import Command, Reason
from conglang.tools.approval.screens import CARRY, WHOLE, form_for, guard_for, label_of
from conglang.tools.approval.services.assign import assign
from conglang.tools.approval.timeline import step_name
from conglang.tools.approval.wording import DANGEROUS, ICONS, SLUGS
from conglang.workspace.assignees import Candidate, candidates, step_to_assign
from conglang.workspace.forms import AssignForm
from conglang.workspace.views.items import article_in_reach, newest
from conglang.workspace.wording import CONSEQUENCES, DONE_MESSAGES, QUESTIONS

COMMANDS = {slug: command for command, slug in SLUGS.items()}


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
    form = _form(request, article, wanted, people, seen)
    asked = Asked(wanted, article, by, now, seen, standing(by, article, now=now), form, step)
    if request.method != "POST":
        return _ask(request, asked, asked.objection())
    if not form.is_valid():
        return _ask(request, asked, None, status=422)
    return _carry_out(request, asked)


def _carry_out(request: HttpRequest, asked: Asked) -> HttpResponse:
    try:
        if asked.command is Command.ASSIGN:
            person = asked.given["person"]
            assign(item=asked.article, assignee_id=person, by=asked.by, now=asked.now, step=asked.step)
        elif whole := WHOLE.get(type(asked.form)):
            whole(asked.article, asked.form, asked.by, asked.now)
        else:
            CARRY[asked.command](
                asked.article, asked.by, asked.now, asked.seen, asked.given.get("reason", "")
            )
    except NotPermitted:
        raise
    except Refused as refusal:
        if refusal.reason is Reason.PERSONAL_DATA and not isinstance(asked.form, GroundForm):
            # a file that was read only now has shown it
            asked = replace(asked, form=GroundForm(initial={"seen": asked.seen}))
        return _ask(request, asked, refusal.reason, status=409)
    except ValidationError as error:
        return _incomplete(request, asked.article, error)
    messages.success(request, str(DONE_MESSAGES[asked.command]))
    return redirect(f"{reverse('workspace:item', args=[asked.article.pk])}?da-luu=viec")


def _form(
    request: HttpRequest, article: Article, wanted: Command, people: list[Candidate], seen: str
) -> DecisionForm:
    data = request.POST if request.method == "POST" else None
    if wanted is Command.ASSIGN:
        return AssignForm(data, initial={"seen": seen}, people=people)
    return form_for(wanted, article, STEPS)(data, initial={"seen": seen})


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
        "step": step_name(asked.step, STEPS) if asked.step else "",
        "is_deciding": asked.command in {Command.APPROVE, Command.PUBLISH},
        "refusal": REASONS[refusal] if refusal else "",
        "is_stale": refusal is Reason.CONTENT_CHANGED,
        "guard": guard_for(asked.command, asked.article),
        "staying": _staying(asked),
    }
    return render(request, "workspace/command.html", context, status=status)


def _staying(asked: Asked) -> list[Article]:
    """The same article in other languages, which stays public when this one is withdrawn."""
    if asked.command is not Command.UNPUBLISH:
        return []
    return [each for each in other_languages(asked.article) if each.live]


def _incomplete(request: HttpRequest, article: Article, error: ValidationError) -> HttpResponse:
    """What is still missing before the article can be submitted, field by field."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    context = {
        "article": article,
        "problems": [(label_of(article, name), text) for name, texts in found.items() for text in texts],
    }
    return render(request, "workspace/incomplete.html", context, status=422)
