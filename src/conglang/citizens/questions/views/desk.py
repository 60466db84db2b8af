"""The desk's list of questions, one question with what can be done about it, and what is typed in."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import unit_of
from conglang.base.ui.sent import uid_of
from conglang.citizens.questions import queries
from conglang.citizens.questions.forms import ChooseForm, CloseForm, HandOutForm, LookForm, TypeInForm
from conglang.citizens.questions.models import Channel, Question
from conglang.citizens.questions.permissions import ANSWER, READ, TAKE_IN
from conglang.citizens.questions.rules import OPEN, Ending, State
from conglang.citizens.questions.services.ask import type_in
from conglang.citizens.questions.services.hand_out import hand_out, let_in
from conglang.citizens.questions.services.settle import answer_with, close
from conglang.citizens.questions.wording import ENDINGS, STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.wording import TONES as STAGE_TONES
from conglang.tools.formguard.wording import SAID
from conglang.tools.vault.permissions import LOOK
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.services.look import look

PER_PAGE = 30
KEY = "xem"
TABS: dict[str, frozenset[State]] = {
    "": frozenset({State.WAITING}),
    "tam-giu": frozenset({State.HELD}),
    "da-xong": frozenset({State.ANSWERED, State.CLOSED}),
}
ANSWERS, DOUBTED = "cau-tra-loi", "can-ra-soat"


@needs(READ)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Questions by state, and the answers that there are."""
    by = actor_of(request)
    wanted = request.GET.get(KEY, "")
    labels = {
        "": _("To answer"),
        "tam-giu": _("Held back"),
        "da-xong": _("Settled"),
        ANSWERS: _("Answers"),
        DOUBTED: _("To look over"),
    }
    wanted = wanted if wanted in labels else ""
    tabs = [
        {"label": label, "url": f"?{KEY}={key}" if key else "?", "current": key == wanted, "count": None}
        for key, label in labels.items()
    ]
    rows: Any = queries.inbox(TABS[wanted]) if wanted in TABS else queries.drafts()
    if wanted == DOUBTED:
        rows = queries.to_look_over(local_day(clock_now()))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    line = _question_line if wanted in TABS else _answer_line
    context = {
        "tabs": tabs,
        "page": page,
        "rows": [line(row) for row in page],
        "of_answers": wanted not in TABS,
        "acting": by.unit_id,
        "may_type_in": by.may_somewhere(TAKE_IN),
        "may_answer": by.may_somewhere(ANSWER),
    }
    return render(request, "questions/inbox.html", context)


def _question_line(row: Question) -> dict[str, Any]:
    state, duty = State(row.state), queries.duty_of(row)
    return {
        "row": row,
        "state": STATES[state],
        "tone": TONES[state],
        "due_on": duty.due_on if duty and state in OPEN else None,
        "is_late": duty is not None and not duty.is_closed and duty.due_on < local_day(clock_now()),
    }


def _answer_line(row: Any) -> dict[str, Any]:
    stage = Stage(row.stage)
    return {"row": row, "state": STAGES[stage], "tone": STAGE_TONES[stage]}


@needs(TAKE_IN)
def type_in_question(request: HttpRequest) -> HttpResponse:
    """A question from the counter or the telephone; its code and PIN are shown once, to be handed over."""
    by = actor_of(request)
    unit, uid = unit_of(by, TAKE_IN), uid_of(request.POST.get("uid"))
    form = TypeInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        channel = Channel(form.cleaned_data["channel"])
        asked = type_in(
            by=by, unit_id=unit.pk, wording=form.wording(), channel=channel, uid=uid, now=clock_now()
        )
        duty = queries.duty_of(asked.question)
        context = {"question": asked.question, "pin": asked.pin, "duty": duty, "unit": unit}
        return render(request, "questions/receipt.html", context)
    context = {"form": form, "unit": unit, "uid": uid}
    return render(request, "questions/type_in.html", context, status=422 if form.errors else 200)


@dataclass
class _Sheet:
    """One question at the desk, with forms that were filled in wrongly and contact data just looked at."""

    by: Actor
    row: Question
    faulty: dict[str, Any] = field(default_factory=dict)
    contact: Contact | None = None


@needs(READ)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, and everything that this person may do about it."""
    by = actor_of(request)
    row = queries.inbox(list(State)).filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    sheet = _Sheet(by, row)
    if request.method == "POST" and _act(request, sheet) and sheet.contact is None:
        return redirect("questions:question", pk=pk)
    return render(request, "questions/question.html", _context(sheet), status=422 if sheet.faulty else 200)


def _act(request: HttpRequest, sheet: _Sheet) -> bool:
    """Carry out what was sent; False when its form has faults."""
    act, row, by, now = request.POST.get("act", ""), sheet.row, sheet.by, clock_now()
    if act == "let_in":
        let_in(by=by, question_id=row.pk, now=now)
        return True
    if act not in _FORMS:
        raise NotFound
    form = _form(act, row, request.POST)
    if not form.is_valid():
        sheet.faulty[act] = form
        return False
    given = form.cleaned_data
    try:
        if act == "hand_out":
            official = given["person"].pk if given["person"] else None
            hand_out(by=by, question_id=row.pk, field=given["field"], official_id=official, now=now)
        elif act == "close":
            ending = Ending(given["ending"])
            close(by=by, question_id=row.pk, ending=ending, told=given["told"], now=now)
        elif act == "choose":
            answer_with(by=by, question_id=row.pk, answer_id=given["answer"].pk, now=now)
        else:
            sheet.contact = look(identity_id=row.sender_id, reason=given["reason"], by=by, now=now)
    except ValidationError as refused:
        form.add_error(None, " ".join(refused.messages))
        sheet.faulty[act] = form
        return False
    return True


_FORMS = ("hand_out", "close", "choose", "look")


def _form(act: str, row: Question, data: Any = None) -> Any:
    if act == "hand_out":
        people = queries.answerers(row.unit_id, clock_now())
        return HandOutForm(data, people=people, initial={"field": row.field, "person": row.official_id})
    if act == "choose":
        return ChooseForm(data, answers=queries.published([row.unit_id]))
    return {"close": CloseForm, "look": LookForm}[act](data)


def _context(sheet: _Sheet) -> dict[str, Any]:
    row, by, state = sheet.row, sheet.by, State(sheet.row.state)
    takes_in, answers, is_open = by.may(TAKE_IN, row.unit_id), by.may(ANSWER, row.unit_id), state in OPEN
    offered = {
        "hand_out": takes_in and is_open,
        "choose": answers and is_open and row.answer_id is None,
        "close": takes_in and is_open,
        "look": by.may(LOOK, row.unit_id) and sheet.contact is None,
    }
    return {
        "row": row,
        "state": STATES[state],
        "tone": TONES[state],
        "held_because": [SAID.get(reason, reason) for reason in row.held_because],
        "ending": ENDINGS[Ending(row.ending)] if row.ending else "",
        "duty": queries.duty_of(row),
        "answer_url": reverse("questions:answer", args=[row.answer_id]) if row.answer_id else "",
        "may_let_in": takes_in and state is State.HELD,
        "may_answer": answers and is_open and row.answer_id is None,
        "contact": sheet.contact,
        "forms": {act: sheet.faulty.get(act) or _form(act, row) for act in _FORMS if offered[act]},
    }
