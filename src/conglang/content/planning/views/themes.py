"""Themes and series of a unit, and how much was published under each, by month and by commune."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.queries import chain_of
from conglang.base.ui.sent import take_errors
from conglang.base.units.models import Unit
from conglang.content.newsroom.queries import themes_of
from conglang.content.newsroom.services.keep_theme import SET_THEME, confirm_theme, end_theme, enter_theme
from conglang.content.newsroom.themes import Theme, ThemeGroup
from conglang.content.planning.forms import ThemeForm
from conglang.content.planning.permissions import READ
from conglang.content.planning.queries import Period, heaps, themes_by_unit
from conglang.content.planning.views.framing import (
    MOST_KEY,
    Here,
    columns,
    figure,
    frame,
    here,
    items_url,
    month_head,
    tell_refusal,
    whole,
)
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import collation_key


@needs(READ)
def themes(request: HttpRequest) -> HttpResponse:
    """What items can be written for, with the figures of the year; below it a theme of one's own."""
    place = here(request)
    form = ThemeForm(request.POST if "title" in request.POST else None)
    if request.method == "POST":
        require(place.by, SET_THEME, place.unit)
        answer = _enter(request, place, form) if form.is_bound else _act(request, place)
        if answer is not None:
            return answer
    waiting = Theme.objects.filter(scope__in=chain_of(place.unit), confirmed_at=None)
    may_set = place.may(SET_THEME)
    context = frame(place, "themes") | {
        "columns": columns(_("Theme"), *(month_head(month) for month in range(1, 13)), _("Whole year")),
        "rows": _rows(place),
        "communes": _communes(place),
        "commune_columns": columns(_("Unit"), *(str(group.label) for group in ThemeGroup), _("All items")),
        "waiting": [(row, may_set and row.entered_by_id != place.by.user_id) for row in waiting],
        "own": Theme.objects.filter(scope=place.unit.code, confirmed_at__isnull=False) if may_set else [],
        "form": form if may_set else None,
    }
    return render(request, "planning/themes.html", context, status=422 if form.errors else 200)


def _rows(place: Here) -> list[list[Any]]:
    """A line a theme: what was published in each month, each number with its items behind it."""
    found: Counter[tuple[int, int | None]] = Counter()
    for heap, number in heaps(place.unit.pk, place.year).items():
        found[(heap.month, heap.theme_id)] += number
    lines: list[tuple[int | None, str]] = [(row.pk, row.title) for row in themes_of(place.unit)]
    lines.append((None, _("Without a theme")))
    return [[title, *_cells(place, found, pk)] for pk, title in lines]


def _cells(place: Here, found: Counter[tuple[int, int | None]], theme_id: int | None) -> list[Any]:
    numbers = [found[(month, theme_id)] for month in range(1, 13)]
    months = [Period.of_month(place.year, month) for month in range(1, 13)]
    cells = [
        figure(number, items_url(place, month, theme=theme_id or 0))
        for number, month in zip(numbers, months, strict=True)
    ]
    return [*cells, figure(sum(numbers), items_url(place, Period.of_year(place.year), theme=theme_id or 0))]


def _communes(place: Here) -> list[list[Any]]:
    """A line a unit, for whoever reads the figures of several."""
    ids = [pk for pk in place.by.grants if place.by.may(READ, pk)]
    if len(ids) < 2:
        return []
    found = themes_by_unit(ids, place.year)
    rows = []
    for unit in sorted(Unit.objects.filter(pk__in=ids), key=lambda row: collation_key(row.name)):
        there = Here(place.by, unit, place.year, place.today)
        all_items = sum(number for (pk, _group), number in found.items() if pk == unit.pk)
        url = reverse("planning:themes") + there.query()
        cells = [figure(found[(unit.pk, group.value)], url) for group in ThemeGroup]
        rows.append([unit.title, *cells, figure(all_items, items_url(there, Period.of_year(place.year)))])
    return rows


def _enter(request: HttpRequest, place: Here, form: ThemeForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        enter_theme(by=place.by, unit_id=place.unit.pk, theme=form.save(commit=False), now=clock_now())
    except ValidationError as refused:
        take_errors(form, refused)
        return None
    messages.success(request, _("The theme is entered. Another person confirms it."))
    return redirect(reverse("planning:themes") + place.query())


def _act(request: HttpRequest, place: Here) -> HttpResponse:
    sent, unit_id, now = request.POST, place.unit.pk, clock_now()
    theme_id = whole(sent.get("xac-nhan", "") or sent.get("ket-thuc", ""), 1, MOST_KEY)
    if theme_id is None:
        raise NotFound
    try:
        if "xac-nhan" in sent:
            confirm_theme(by=place.by, unit_id=unit_id, theme_id=theme_id, now=now)
            messages.success(request, _("The theme counts now."))
        else:
            on = _day(sent.get("ngay-cuoi", ""))
            end_theme(by=place.by, unit_id=unit_id, theme_id=theme_id, on=on, now=now)
            messages.success(request, _("The theme has a last day. Its page stays."))
    except ValidationError as refused:
        tell_refusal(request, refused)
    return redirect(reverse("planning:themes") + place.query())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Please choose a day.")) from None
