"""Answers at the desk: drafted, changed, decided, kept among the frequent ones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import unit_of
from conglang.base.ui.sent import take_errors, uid_of
from conglang.citizens.questions.forms import AnswerForm
from conglang.citizens.questions.kinds import SCREEN
from conglang.citizens.questions.models import TITLE_LENGTH, Answer, Question
from conglang.citizens.questions.permissions import ANSWER, APPROVE, READ
from conglang.citizens.questions.services.mark import keep_among_frequent
from conglang.citizens.questions.services.write import edit_answer, write_answer
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict


@needs(READ)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with who asked for it; POST lists it among the frequent questions, or no longer."""
    by = actor_of(request)
    row: Answer = SCREEN.find(by, pk)
    if request.method == "POST":
        try:
            keep_among_frequent(by=by, answer_id=pk, is_faq=request.POST.get("faq") == "yes", now=clock_now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("questions:answer", pk=pk)
    more = {
        "on_desk": True,
        "is_under_review": row.live and row.is_under_review(local_day(clock_now())),
        "because": row.doubted_because if row.is_doubted else "",
        "asked_by": Question.objects.filter(answer=row).order_by("asked_at", "pk"),
        "may_mark": row.live and by.may(APPROVE, row.unit_id),
        "is_faq": row.is_faq,
    }
    return show_item(request, SCREEN, pk, **more)


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, SCREEN, pk, slug)


@needs(ANSWER)
def new(request: HttpRequest) -> HttpResponse:
    """Draft an answer to the question that the address names, or one that nobody has asked yet."""
    by = actor_of(request)
    about = _asked(request, by)
    unit = about.unit if about else unit_of(by, ANSWER)
    uid = uid_of(request.POST.get("uid"))
    first = about.text.splitlines()[0][:TITLE_LENGTH] if about else ""
    initial = {"field": about.field, "title": first, "asked": about.text} if about else {}
    initial["answerer"] = unit.title
    form = AnswerForm(_sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        question_id = about.pk if about else None
        values, now = form.values(), clock_now()
        try:
            saved = write_answer(
                by=by, unit_id=unit.pk, values=values, question_id=question_id, uid=uid, now=now
            )
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("questions:answer", pk=saved.pk)
    back = reverse("questions:question", args=[about.pk]) if about else reverse("questions:inbox")
    context = {"form": form, "unit": unit, "uid": uid, "about": about, "back_url": back}
    return render(request, "questions/answer_form.html", context, status=422 if form.errors else 200)


@needs(ANSWER)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the newest version."""
    by = actor_of(request)
    row: Answer = SCREEN.find(by, pk)
    require(by, ANSWER, row)
    form = AnswerForm(_sent(request), instance=newest(row))
    version = request.POST.get("version", row.version)
    if request.method == "POST" and form.is_valid():
        try:
            edit_answer(by=by, answer_id=pk, expected_version=version, values=form.values(), now=clock_now())
        except Conflict:
            words = _("Somebody else saved this meanwhile. Open it again, so that nothing is lost.")
            form.add_error(None, words)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("questions:answer", pk=pk)
    context = {"form": form, "unit": row.unit, "version": version, "back_url": SCREEN.url(pk)}
    return render(request, "questions/answer_form.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, by: Actor) -> Question | None:
    """The question that the address names; None where it names none. Raises NotFound, Forbidden."""
    key = request.GET.get("cau-hoi", "")
    if not key:
        return None
    rows = Question.objects.select_related("unit")
    row: Question | None = rows.filter(pk=key if key.isdecimal() else 0).first()
    if row is None:
        raise NotFound
    require(by, ANSWER, row)
    return row


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
