"""Ask a question: what is known already comes first, then who asks. Look it up by code and PIN.

Nothing here is stored, and visitors get no cookie.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.audience import visitors
from conglang.base.units.scope import use_scope
from conglang.citizens.questions.findable import KIND
from conglang.citizens.questions.models import Question
from conglang.citizens.questions.queries import at_code, duty_of, of_sender, suggested
from conglang.citizens.questions.rules import Ending, State
from conglang.citizens.questions.services.ask import ask as take_in
from conglang.citizens.questions.wording import ENDINGS, for_sender
from conglang.content.procedures.findable import KIND as PROCEDURE
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.portal.app.place import app_home
from conglang.portal.framing import framed, unit_of
from conglang.portal.queries import own_ids
from conglang.portal.question_forms import AskForm, LookUpForm, SendForm
from conglang.portal.questions import ADDRESS, ROOM
from conglang.tools.formguard.guard import STAMP, guard, is_grey, stamp
from conglang.tools.formguard.rules import Verdict
from conglang.tools.search.question import MOST_LETTERS_TYPED
from conglang.tools.vault.services.erase import erase
from conglang.tools.vault.services.try_pin import try_pin

PURPOSE = "questions"
ASK, ASKED = f"{ADDRESS}dat-cau-hoi/", f"{ADDRESS}tra-cuu/"
SENDER = Actor.system("sender")


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The question; then what is known already and who asks; then the receipt."""
    if request.method != "POST":
        return _first(request, AskForm())
    if request.POST.get("buoc") == "gui":
        return _send(request)
    form = AskForm(request.POST)
    if not form.is_valid() or request.POST.get("buoc") == "sua":
        return _first(request, form, 422 if form.errors else 200)
    given = {name: form.cleaned_data[name] for name in ("cau_hoi", "linh_vuc")}
    return _second(request, SendForm(initial=given | {"ma_gui": uuid7()}))


@visitors
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is known already of the words typed so far, as a part of the page."""
    text = request.GET.get("q", "")[:MOST_LETTERS_TYPED].replace("\x00", "")
    return render(request, "portal/questions/known.html", _known(request, text))


@visitors
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """How a question stands, for whoever has its code and PIN; contact data are deleted if they wish."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    context = framed(request, ROOM, _("Look up my question"), ASKED) | {"form": form}
    if not form.is_bound or not form.is_valid():
        return _private(request, "portal/questions/look_up.html", context, 422 if form.errors else 200)
    question = _let_in(request, form)
    if question is None:
        return _private(request, "portal/questions/look_up.html", context, 422)
    if request.POST.get("viec") == "xoa":
        with use_scope(of_sender(question.unit_id)):
            erase(identity_id=question.sender_id, why="sender", by=SENDER, now=clock_now())
            question.sender.refresh_from_db()
    return _private(request, "portal/questions/asked.html", context | _standing(question))


def _first(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    context = framed(request, ROOM, _("Ask a question"), ASK) | {"form": form, "stamp": _stamp(request)}
    return _private(request, "portal/questions/ask.html", context, status)


def _second(request: HttpRequest, form: SendForm, status: int = 200) -> HttpResponse:
    text = form["cau_hoi"].value() or ""
    context = framed(request, ROOM, _("Ask a question"), ASK)
    works = is_grey(request, purpose=PURPOSE, texts=[text], now=clock_now())
    context |= {"form": form, "stamp": _stamp(request), "works": works} | _known(request, text)
    return _private(request, "portal/questions/send.html", context, status)


def _send(request: HttpRequest) -> HttpResponse:
    form, now = SendForm(request.POST), clock_now()
    if not form.is_valid():
        return _second(request, form, 422)
    wording = form.wording()
    judgement = guard(request, purpose=PURPOSE, texts=[wording.text, wording.contact.name], now=now)
    if judgement.verdict is Verdict.REFUSED:
        form.add_error(None, _("Very many people are writing just now. Please send it again later."))
        return _second(request, form, 429)
    unit = unit_of(request)
    held = judgement.reasons if judgement.verdict is Verdict.SUSPECT else ()
    taken = take_in(
        unit_id=unit.pk, wording=wording, uid=form.cleaned_data["ma_gui"], now=now, held_because=held
    )
    with use_scope(of_sender(unit.pk)):
        duty = duty_of(taken.question)
    context = framed(request, ROOM, _("Your question was received"), ASK)
    context |= {"question": taken.question, "pin": taken.pin, "duty": duty, "unit": unit}
    context["app"] = app_home(request, unit)
    return _private(request, "portal/questions/receipt.html", context)


def _stamp(request: HttpRequest) -> str:
    """When the first page of the form was opened; handed on from page to page."""
    return request.POST.get(STAMP) or stamp(PURPOSE, clock_now())


def _known(request: HttpRequest, text: str) -> dict[str, Any]:
    unit, now = unit_of(request), clock_now()
    return {
        "answers": suggested(unit, text, KIND, now),
        "procedures": suggested(unit, text, PROCEDURE, now),
    }


def _let_in(request: HttpRequest, form: LookUpForm) -> Question | None:
    """The question, if the PIN is right; else nothing, with the same words for every wrong pair."""
    given = form.cleaned_data
    found = at_code(own_ids(unit_of(request)), given["ma"])
    if found is not None:
        tried = try_pin(unit_id=found.unit_id, identity_id=found.sender_id, pin=given["pin"], now=clock_now())
        if tried.is_right:
            return found
        if tried.locked_until is not None:
            form.add_error(None, _("Too many wrong PINs. Please try again tomorrow, or ask at the office."))
            return None
    form.add_error(None, _("Code and PIN do not go together. Please check both."))
    return None


def _standing(question: Question) -> dict[str, Any]:
    with use_scope(of_sender(question.unit_id)):
        duty = duty_of(question)
        answer = question.answer
    return {
        "question": question,
        "standing": for_sender(question),
        "duty": duty if question.state in {State.HELD, State.WAITING} else None,
        "answer": answer if answer and answer.live else None,
        "ending": ENDINGS[Ending(question.ending)] if question.ending else "",
        "has_contact": bool(question.sender.sealed),
    }


def _private(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that holds what one person typed or may read: kept nowhere."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
