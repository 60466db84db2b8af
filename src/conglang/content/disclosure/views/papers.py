"""The list of a quarter, the plan of a year and its report: drawn up, printed, approved."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import named_unit
from conglang.content.disclosure import queries
from conglang.content.disclosure.models import Paper, PaperKind
from conglang.content.disclosure.permissions import APPROVE, ENTER, READ
from conglang.content.disclosure.rules import Cycle, Period
from conglang.content.disclosure.services.sign import LENGTHS, approve_paper, draw_up
from conglang.content.disclosure.sheets import COLUMNS, labelled, sheet_of
from conglang.content.disclosure.views.framing import frame
from conglang.content.disclosure.wording import period_words
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.papers.downloads import FORMS, download


@needs(READ)
def papers(request: HttpRequest) -> HttpResponse:
    """All papers of the unit, and those that can be drawn up now."""
    by, unit, now = actor_of(request), named_unit(request, READ), clock_now()
    if request.method == "POST":
        require(by, ENTER, unit)
        kind, period = _asked(request.POST.get("lap", ""))
        try:
            row = draw_up(by=by, unit_id=unit.pk, kind=kind, period=period, now=now)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(f"{request.path}{frame(by, unit, 'papers')['query']}")
        messages.success(request, _("It was drawn up. Another person approves it."))
        return redirect("disclosure:paper", pk=row.pk)
    known = list(queries.papers(unit.pk))
    context = frame(by, unit, "papers") | {
        "papers": [
            (row, period_words(row.span), reverse("disclosure:paper", args=[row.pk])) for row in known
        ],
        "offers": _offers(known) if by.may(ENTER, unit.pk) else [],
    }
    return render(request, "disclosure/papers.html", context)


def _offers(known: list[Paper]) -> list[tuple[str, str]]:
    """What has no approved paper yet: the quarter that runs and the one before, the plans, the report."""
    today = local_day(clock_now())
    quarter, year = Period.of(Cycle.QUARTER, today), Period.of(Cycle.YEAR, today)
    wanted = [
        (PaperKind.LIST, quarter),
        (PaperKind.LIST, quarter.before),
        (PaperKind.PLAN, year),
        (PaperKind.PLAN, Period(year.year + 1)),
        (PaperKind.REPORT, year),
    ]
    closed = {(row.kind, row.period) for row in known if row.approved_at}
    return [
        (f"{kind.value}.{period.key}", f"{kind.label} – {period_words(period)}")
        for kind, period in wanted
        if (kind.value, period.key) not in closed
    ]


def _asked(text: str) -> tuple[PaperKind, Period]:
    kind, _dot, key = text.partition(".")
    try:
        found, period = PaperKind(kind), Period.read(key)
    except ValueError:
        raise NotFound from None
    if period.cycle is not LENGTHS[found]:
        raise NotFound
    return found, period


@needs(READ)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as a page that prints, as a file, and its approval."""
    by = actor_of(request)
    row: Paper | None = Paper.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    if request.method == "POST":
        require(by, APPROVE, row)
        return _approve(request, row)
    title = f"{row.get_kind_display()} – {period_words(row.span)}"
    wanted = request.GET.get("tep", "")
    if wanted in FORMS:
        return download(sheet_of(row, row.unit), wanted, f"{title} {row.unit.title}")
    kind = PaperKind(row.kind)
    context: dict[str, Any] = frame(by, row.unit, "papers") | {
        "paper": row,
        "title": title,
        "columns": [column.title for column in COLUMNS[kind]],
        "rows": labelled(kind, row.lines),
        "may_approve": row.approved_at is None
        and by.may(APPROVE, row.unit_id)
        and (row.drawn_by_id is None or row.drawn_by_id != by.user_id),
        "may_draw": row.approved_at is None and by.may(ENTER, row.unit_id),
        "again": f"{row.kind}.{row.period}",
        "drawn_at": row.drawn_at.isoformat(),
        "forms": [(name.upper(), f"?tep={name}") for name in FORMS],
    }
    return render(request, "disclosure/paper.html", context)


def _approve(request: HttpRequest, row: Paper) -> HttpResponse:
    try:
        drawn_at = datetime.fromisoformat(request.POST.get("duyet", ""))
    except ValueError:
        raise NotFound from None
    try:
        approve_paper(by=actor_of(request), paper_id=row.pk, drawn_at=drawn_at, now=clock_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("It is approved."))
    return redirect("disclosure:paper", pk=row.pk)
