"""Rounds of inspection with their findings, and the register of violations and praise."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.formats import vn_date
from conglang.base.ui.sent import take_errors
from conglang.content.planning.views.framing import MOST_KEY, here, tell_refusal, whole
from conglang.content.supervision.forms import ChosenForm, MarkForm, RoundForm
from conglang.content.supervision.models import Fault, Mark, Round
from conglang.content.supervision.permissions import INSPECT, KEEP_REGISTER, READ_REGISTER
from conglang.content.supervision.services.inspect import (
    choose_item,
    close_round,
    enter_mark,
    open_round,
    write_finding,
)
from conglang.content.supervision.sheets import report_of
from conglang.content.supervision.views.framing import frame
from conglang.kernel.clock import now as clock_now
from conglang.tools.papers.downloads import FORMS, download


@needs(INSPECT)
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds of the unit, the newest first, and the form of a new one."""
    place, now = here(request, INSPECT), clock_now()
    form = RoundForm(request.POST if request.method == "POST" else None, unit_id=place.unit.pk, now=now)
    if form.is_bound and form.is_valid():
        try:
            row = open_round(by=place.by, unit_id=place.unit.pk, wanted=form.save(commit=False), now=now)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            messages.success(request, _("The round is announced. The items are drawn in a moment."))
            return redirect("supervision:round", pk=row.pk)
    rows = Round.objects.filter(unit=place.unit).select_related("inspector")
    known = rows.annotate(number=Count("items"), faults=Count("items", filter=~Q(items__fault="")))
    heads = (_("What is inspected"), _("Who inspects"), _("Items"), _("With faults"), _("State"))
    context = frame(place, "rounds") | {
        "columns": [{"label": label, "number": False} for label in heads],
        "rows": [
            [
                _link(reverse("supervision:round", args=[row.pk]), row.title), row.inspector, row.number,
                row.faults, _state(row),
            ]
            for row in known
        ],
        "form": form,
    }  # fmt: skip
    return render(request, "supervision/rounds.html", context, status=422 if form.errors else 200)


@needs(INSPECT)
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: its items with what was found, the conclusion, the report."""
    row: Round | None = Round.objects.select_related("unit", "inspector").filter(pk=pk).first()
    if row is None:
        raise NotFound
    by = require(actor_of(request), INSPECT, row)
    form: ChosenForm | None = None
    if "article" in request.POST:
        form = ChosenForm(request.POST, row=row)
        if form.is_valid() and _choose(request, row, form):
            return redirect("supervision:round", pk=pk)
    elif request.method == "POST":
        return _act(request, row)
    items = list(row.items.select_related("article").defer("article__body"))
    wanted = request.GET.get("tep", "")
    if wanted in FORMS:
        return download(report_of(row, items), wanted, f"bao cao kiem tra {row.title}")
    context = frame(here(request, INSPECT), "rounds") | {
        "round": row,
        "items": [(item, *_places(item.article_id)) for item in items],
        "faults": Fault.choices,
        "is_mine": row.closed_at is None and row.inspector_id == by.user_id,
        "left": sum(item.looked_at is None for item in items),
        "forms": [(name.upper(), f"?tep={name}") for name in FORMS],
        "drawn": min(row.size, row.population),
        "form": None if row.closed_at else form or ChosenForm(row=row),
    }
    return render(request, "supervision/round.html", context, status=422 if form else 200)


def _choose(request: HttpRequest, row: Round, form: ChosenForm) -> bool:
    """Whether the item is in the round now; else the form says why not."""
    by, given = actor_of(request), form.cleaned_data
    try:
        choose_item(
            by=by, round_id=row.pk, article_id=given["article"].pk, because=given["because"], now=clock_now()
        )
    except ValidationError as refused:
        take_errors(form, refused)
        return False
    messages.success(request, _("The item is inspected as well."))
    return True


def _state(row: Round) -> str:
    if row.closed_at:
        return _("closed")
    return _("being inspected") if row.seed else _("waits for the draw")


def _places(article_id: int) -> tuple[str, str]:
    """The page of an item, and where a dated correction is written below it."""
    correct_url = reverse("workspace:new_part", args=[article_id, "dinh-chinh"])
    return reverse("workspace:item", args=[article_id]), correct_url


def _act(request: HttpRequest, row: Round) -> HttpResponse:
    by, sent, now = actor_of(request), request.POST, clock_now()
    try:
        if "ket-luan" in sent:
            close_round(by=by, round_id=row.pk, conclusion=sent["ket-luan"], now=now)
            messages.success(request, _("The round is closed."))
        else:
            key = whole(sent.get("muc", ""), 1, MOST_KEY) or 0
            if not row.items.filter(pk=key).exists():
                raise NotFound
            write_finding(
                by=by, checked_id=key, fault=sent.get("loi", ""), note=sent.get("ghi-chu", ""),
                needs_correction="can-sua" in sent, now=now,
            )  # fmt: skip
            messages.success(request, _("It is written down."))
    except ValidationError as refused:
        tell_refusal(request, refused)
    return redirect("supervision:round", pk=row.pk)


@needs(READ_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """The register, the newest line first, and the form of a new one."""
    place, now = here(request, READ_REGISTER), clock_now()
    form = MarkForm(request.POST if request.method == "POST" else None, unit_id=place.unit.pk, now=now)
    if form.is_bound:
        require(place.by, KEEP_REGISTER, place.unit)
    if form.is_bound and form.is_valid():
        try:
            enter_mark(by=place.by, unit_id=place.unit.pk, mark=form.save(commit=False), now=now)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            messages.success(request, _("The line is entered."))
            return redirect(reverse("supervision:register") + place.query())
    rows = Mark.objects.filter(unit=place.unit).select_related("person", "department")
    heads = (_("Whom"), _("Day"), _("What it is"), _("For what"), _("Basis and decision"))
    context = frame(place, "register") | {
        "columns": [{"label": label, "number": False} for label in heads],
        "rows": [_mark(row) for row in rows],
        "form": form if place.may(KEEP_REGISTER) else None,
    }
    return render(request, "supervision/register.html", context, status=422 if form.errors else 200)


def _mark(row: Mark) -> list[Any]:
    basis = f"{row.basis}; {row.decision}"
    return [row.person or row.department, vn_date(row.on), row.get_kind_display(), row.what, basis]


def _link(url: str, text: str) -> Any:
    return format_html('<a href="{}">{}</a>', url, text)
