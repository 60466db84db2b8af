"""The budgets of all communes in one table, for those who oversee them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.units.models import Unit
from conglang.content.budgets import queries
from conglang.content.budgets.catalogue import FIRST_YEAR, expected_in
from conglang.content.budgets.permissions import OVERSEE
from conglang.content.budgets.places import overseen, year_of
from conglang.content.budgets.queries import Line
from conglang.content.budgets.rules import years
from conglang.content.budgets.wording import STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

PER_PAGE = 50


@needs(OVERSEE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """A line a commune, a column an item of the year; those where most is lacking first."""
    by, today = actor_of(request), local_day(clock_now())
    choices = years(today, FIRST_YEAR)
    year = year_of(request, choices, today)
    units = overseen(by, today)
    lines = queries.coverage_of_many(units, year, today)
    units.sort(key=lambda unit: (-sum(line.is_lacking for line in lines[unit.pk]), unit.code))
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    columns = [row for row in expected_in(year) if not row.many]
    context = {
        "year": year,
        "years": choices,
        "columns": columns,
        "page": page,
        "rows": [_row(unit, year, lines[unit.pk]) for unit in page],
        "lacking": sum(any(line.is_lacking for line in found) for found in lines.values()),
        "number": len(units),
    }
    return render(request, "budgets/overview.html", context)


def _row(unit: Unit, year: int, lines: list[Line]) -> dict[str, Any]:
    return {
        "unit": unit,
        "url": f"{reverse('budgets:coverage')}?{urlencode({'don-vi': unit.pk, 'nam': year})}",
        "cells": [
            {"column": line.expected.short, "state": STATES[line.state], "tone": TONES[line.state]}
            for line in lines
            if not line.expected.many
        ],
        "more": sum(line.item is not None for line in lines if line.expected.many),
        "late": sum(line.is_lacking for line in lines),
    }
