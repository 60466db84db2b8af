"""Drafts on which a commune asks its people: a list, one draft with its sections, an opinion, the outcome."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conglang.base.accounts.audience import visitors
from conglang.citizens.consultations.models import Consultation
from conglang.citizens.consultations.papers import TABLE_NAME, report_of
from conglang.citizens.consultations.queries import names_of, outcome_of, published
from conglang.citizens.consultations.rules import Standing
from conglang.citizens.consultations.services.speak import speak
from conglang.citizens.consultations.wording import STANDINGS, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.portal.consultation_forms import OpinionForm
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.keeping import citation, tools_of
from conglang.portal.queries import own_ids
from conglang.tools.formguard.guard import STAMP, guard, is_grey, refund, stamp
from conglang.tools.formguard.rules import Verdict
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import stored
from conglang.tools.papers.downloads import FORMS, download

ADDRESS, SECTION, PURPOSE, THANKS = "/lay-y-kien/", "opinions", "consultations", "da-gui"
ROOM = Room(gettext_lazy("Consultations on drafts"), ADDRESS, has_feed=True)


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """What people are asked about, the open ones first by their days."""
    context = framed(request, ROOM, _("Consultations on drafts"), ADDRESS) | _lists(request)
    return render(request, "portal/consultations/index.html", context)


@visitors
@require_safe
@stored
def consultation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One draft by its sections, how to speak, and what became of it."""
    unit, found = unit_of(request), _found(request, uid)
    outcome = outcome_of(found)
    line = _line(found, day_of(unit))
    shown = {"item": found, "standing": line["standing"], "tone": line["tone"]}
    context = framed(request, ROOM, found.title, found.get_absolute_url()) | line
    told = citation(found.title, found.unit, found.first_published_at)
    context |= tools_of(request, found.get_absolute_url(), told)
    context |= {
        "item": found,
        "shown": render_to_string("consultations/consultation.html", shown, request),
        "outcome": render_to_string("consultations/outcome.html", {"item": outcome}, request)
        if outcome
        else "",
        "papers": list(FORMS) if outcome else [],
    }
    return render(request, "portal/consultations/consultation.html", context)


@visitors
@require_safe
def paper(request: HttpRequest, uid: UUID, extension: str) -> HttpResponse:
    """The table of opinions with what became of them, as a file."""
    found = _found(request, uid)
    outcome = outcome_of(found)
    if outcome is None or extension not in FORMS:
        raise Http404
    return download(report_of(found, outcome), extension, f"{TABLE_NAME} {found.title}")


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say something about the draft, or about the section that `muc` names."""
    found, now = _found(request, uid), clock_now()
    if request.method != "POST" and THANKS in request.GET:
        return _form_page(request, found, None)
    is_open = found.standing(local_day(now)) is Standing.OPEN
    data = request.POST if request.method == "POST" else None
    first = {"muc": request.GET.get("muc", ""), "ma_gui": uuid7()}
    form = OpinionForm(data, initial=first, sections=found.sections, unit_id=found.unit_id)
    if not is_open:
        return _form_page(request, found, None)
    status = 200
    if data is not None:
        status = _send(request, found, form)
        if status == 200:
            return HttpResponseRedirect(f"{request.path}?{THANKS}=1")
    return _form_page(request, found, form, status)


def _send(request: HttpRequest, found: Consultation, form: OpinionForm) -> int:
    """Take the opinion in; what is refused stands beside its field."""
    now = clock_now()
    if not form.is_valid():
        return 422
    said = form.said()
    judged = guard(request, purpose=PURPOSE, texts=[said.text, said.contact.name], now=now)
    if judged.verdict is Verdict.REFUSED:
        form.add_error(None, _("Very many people are writing just now. Please send it again later."))
        return 429
    held = judged.reasons if judged.verdict is Verdict.SUSPECT else ()
    try:
        speak(
            unit_id=found.unit_id,
            consultation_uid=found.uid,
            said=said,
            uid=form.cleaned_data["ma_gui"],
            now=now,
            held_because=held,
        )
    except ValidationError as refused:
        refund(request, purpose=PURPOSE, now=now)
        form.add_error("y_kien" if "text" in getattr(refused, "error_dict", {}) else None, refused.messages)
        return 422
    return 200


def _form_page(
    request: HttpRequest, found: Consultation, form: OpinionForm | None, status: int = 200
) -> HttpResponse:
    now = clock_now()
    text = str(form["y_kien"].value() or "") if form else ""
    context = framed(request, ROOM, found.title, found.get_absolute_url()) | {
        "item": found,
        "form": form,
        "stamp": request.POST.get(STAMP) or stamp(PURPOSE, now),
        "works": bool(text) and is_grey(request, purpose=PURPOSE, texts=[text], now=now),
        "is_thanks": form is None and THANKS in request.GET,
        "names": names_of(found.sections),
    }
    response = render(request, "portal/consultations/opinion.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def of_section(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse | None:
    """The consultations in their section of the site, while it has no items of its own."""
    if section.key != SECTION:
        return None
    found = _lists(request)
    if not found["rows"]:
        return None
    heading = {"heading": section.title}
    return render(request, "portal/consultations/index.html", context | found | heading)


def _lists(request: HttpRequest) -> dict[str, Any]:
    unit = unit_of(request)
    page, today = page_of(request, published(own_ids(unit))), day_of(unit)
    return {"page": page, "rows": [_line(row, today) for row in page]}


def _line(row: Consultation, today: date) -> dict[str, Any]:
    stands = row.standing(today)
    return {
        "row": row,
        "standing": STANDINGS[stands],
        "tone": TONES[stands],
        "is_open": stands is Standing.OPEN,
    }


def _found(request: HttpRequest, uid: UUID) -> Consultation:
    rows = Consultation.objects.filter(unit__in=own_ids(unit_of(request)), live=True, uid=uid)
    found: Consultation | None = rows.select_related("unit").first()
    if found is None:
        raise Http404
    return found
