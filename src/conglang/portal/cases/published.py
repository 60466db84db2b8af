"""Published cases: list with figures, one case with its answer, feed, open data. Only what was checked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.catalogue import categories
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.public_queries import (
    answer_of,
    due_of,
    figures_between,
    history,
    public_case,
    public_cases,
    public_photos,
)
from conglang.citizens.cases.rules import Outcome
from conglang.citizens.cases.services.found import visitor
from conglang.citizens.cases.services.visit import follow
from conglang.citizens.cases.wording import FIGURES, OUTCOMES, RATINGS
from conglang.kernel.clock import LOCAL_ZONE, local_day
from conglang.kernel.clock import now as clock_now
from conglang.portal.cases.frame import PUBLISHED, framed, with_states
from conglang.portal.feed_formats import Entry
from conglang.portal.feeds import ENTRIES, base_of, open_to_all, tell
from conglang.portal.framing import unit_of
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.rules import network_of

PER_PAGE = 20
COUNTED = timedelta(days=365)
COUNTED_GROUPS = ("received", "answered", "in_time", "late", "open_late")
FIGURES_SECONDS = 600  # for so long figures are remembered
MOST_RECORDS = 1000
A_DAY = 24 * 3600
ABOUT_FIFTY_METRES = Decimal("0.0005")  # degrees: a public place is not a doorstep


@visitors
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What people told and what became of it, with figures of the last year."""
    unit, now = unit_of(request), clock_now()
    with use_scope(visitor(unit.pk)):
        rows = cases_of(unit)
        if category := categories().get(request.GET.get("linh_vuc", "")):
            rows = rows.filter(category=category.key)
        hamlet = request.GET.get("thon", "")
        if hamlet.isdecimal() and len(hamlet) < 10:
            rows = rows.filter(hamlet=int(hamlet))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1"))
        until = local_day(now)
        context = framed(request, _("Published cases"), PUBLISHED, feeds=True) | {
            "page": page,
            "cases": with_states(page),
            "categories": categories().values(),
            "hamlets": list(Hamlet.objects.filter(unit=unit)),
            "chosen": {"linh_vuc": category.key if category else "", "thon": hamlet},
            **_figures(unit.pk, until - COUNTED, until, int(now.timestamp()) // FIGURES_SECONDS),
        }
        return render(request, "portal/cases/published.html", context)


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def published_case(request: HttpRequest, code: str) -> HttpResponse:
    """One case; sent to, it counts somebody who has the same trouble, each network once a day."""
    unit, now = unit_of(request), clock_now()
    with use_scope(visitor(unit.pk)):
        case = _case(unit, code)
        counted = ""
        if request.method == "POST":
            network = network_of(client_address(request) or "")
            if not take(f"follow:{case.code}:{network}", 1, now, A_DAY).is_over:
                case.followers = follow(unit_id=unit.pk, code=case.code, now=now)
            counted = _("It is counted that you have it too. Look here again for the answer.")
        [(_same, said)] = with_states([case])
        context = framed(request, case.public_subject, address_of(case)) | {
            "case": case,
            "said": said,
            "outcome": OUTCOMES[Outcome(case.outcome)] if case.outcome else "",
            "answer": answer_of(case),
            "history": history(case),
            "due": due_of(case.answer_duty, now),
            "photos": range(1, public_photos(case).count() + 1),
            "counted": counted,
        }
        return render(request, "portal/cases/published_case.html", context)


@visitors
@require_safe
def photo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A photo that staff chose, the first is number 1. It was drawn anew when it came."""
    unit = unit_of(request)
    with use_scope(visitor(unit.pk)):
        found = public_photos(_case(unit, code))[number - 1 : number] if number else []
        for each in found:
            with each.file.open("rb") as file:
                response = HttpResponse(file.read(), content_type="image/webp")
            response["Cache-Control"] = "no-cache"  # taken off the site it is gone at once
            return response
    raise Http404


@visitors
@require_safe
@conditional_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """What was published last."""
    base, unit = base_of(request), unit_of(request)
    with use_scope(visitor(unit.pk)):
        return tell(
            request,
            name,
            title=f"{_('Published cases')} – {unit.title}",
            about=_("What people told %(name)s, and the answers.") % {"name": unit.naming.in_text},
            folder=PUBLISHED,
            items=[_Dated(case, case.published_at) for case in cases_of(unit)[:ENTRIES]],
            entry=lambda item: _entry(item.case, unit, base),
        )


@visitors
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The newest published cases for programs, with their answers."""
    unit, base = unit_of(request), base_of(request)
    with use_scope(visitor(unit.pk)):
        rows = [record_of(case, base) for case in cases_of(unit)[:MOST_RECORDS]]
        return open_to_all(
            JsonResponse({"unit": unit.code, "cases": rows}, json_dumps_params={"ensure_ascii": False})
        )


def cases_of(unit: Unit) -> QuerySet[Case]:
    """The published cases of one unit, the newest first."""
    return public_cases().filter(unit=unit)


def address_of(case: Case) -> str:
    """The path of a published case."""
    return f"{PUBLISHED}{case.printed_code}/"


def record_of(case: Case, base: str) -> dict[str, Any]:
    """A published case as programs read it."""
    answer, [(_case_again, said)] = answer_of(case), with_states([case])
    lat, lon = rounded(case)
    return {
        "code": case.printed_code,
        "url": f"{base}{address_of(case)}",
        "stream": case.stream,
        "category": case.category,
        "subject": case.public_subject,
        "text": case.public_text,
        "hamlet": case.hamlet.title if case.hamlet else "",
        "lat": lat,
        "lon": lon,
        "state": case.process,
        "state_words": said,
        "outcome": case.outcome,
        "received_at": local(case.received_at),
        "answered_at": local(case.answered_at),
        "due_at": local(case.answer_duty.due_at) if case.answer_duty else None,
        "published_at": local(case.published_at),
        "also_affected": case.followers,
        "answer": answer.text if answer else None,
        "photos": [f"{base}{address_of(case)}anh/{n}/" for n in range(1, public_photos(case).count() + 1)],
    }


def rounded(case: Case) -> tuple[float | None, float | None]:
    """The place to about fifty metres."""
    if case.lat is None or case.lon is None:
        return None, None
    step = ABOUT_FIFTY_METRES
    lat, lon = (float(round(each / step) * step) for each in (case.lat, case.lon))
    return lat, lon


def local(at: datetime | None) -> str | None:
    """A moment in Vietnam's time, as programs write it."""
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds") if at else None


@dataclass(frozen=True)
class _Dated:
    """A case as a feed takes it."""

    case: Case
    last_published_at: datetime | None


def _entry(case: Case, unit: Unit, base: str) -> Entry:
    answer = answer_of(case)
    published_at: Any = case.published_at
    parts = [case.public_text, *([f"{_('The answer')}: {answer.text}"] if answer else [])]
    return Entry(
        id=f"{base}{address_of(case)}",
        url=f"{base}{address_of(case)}",
        title=case.public_subject,
        summary=case.public_text[:300],
        html=linebreaks("\n\n".join(parts), autoescape=True),
        author=unit.title,
        language="vi",
        section=case.field.name if case.field else case.kind.name,
        rights=_("Text of an authority. It may be used freely."),
        published_at=published_at.astimezone(LOCAL_ZONE),
        changed_at=max(published_at, case.answered_at or published_at).astimezone(LOCAL_ZONE),
        is_free=True,
    )


def _case(unit: Unit, code: str) -> Case:
    case = public_case(code)
    if case.unit_id != unit.pk:
        raise Http404
    return case


@lru_cache(maxsize=256)
def _figures(unit_id: int, first: date, last: date, _window: int) -> dict[str, Any]:
    """Words and numbers; the median where something was answered."""
    found = figures_between([unit_id], first, last, clock_now())
    return {
        "figures": [(FIGURES[key], found.counts[key]) for key in COUNTED_GROUPS],
        "median_days": found.median_days,
        "ratings": [(RATINGS[level], number) for level, number in found.ratings.items()],
    }
