"""The calendar of what was published, waits for its time, or is to be written; to read and to print."""

from calendar import Calendar
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import needs
from conglang.content.planning import queries
from conglang.content.planning.permissions import READ
from conglang.content.planning.queries import Period
from conglang.content.planning.views.framing import Here, frame, here, whole
from conglang.content.planning.wording import standing
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

MOST_ENTRIES = 500  # a month of a busy province


class Shown(NamedTuple):
    """A line of a day."""

    title: str
    url: str
    state: str
    tone: str


@needs(READ)
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month in weeks from Monday; a phone shows the days that have something one below the other."""
    place = here(request)
    number = whole(request.GET.get("thang", ""), 1, 12) or (
        place.today.month if place.year == place.today.year else 1
    )
    days = _days(place, Period.of_month(place.year, number))
    weeks = Calendar().monthdatescalendar(place.year, number)
    context = frame(place, "month") | {
        "month": date(place.year, number, 1),
        "weeks": [[(day, day.month == number, days.get(day, [])) for day in week] for week in weeks],
        "today": place.today,
        "beside": [_beside(place, number, step) for step in (-1, 1)],
        "is_empty": not days,
    }
    return render(request, "planning/month.html", context)


def _beside(place: Here, number: int, step: int) -> tuple[date, str]:
    index = place.year * 12 + number - 1 + step
    found = date(index // 12, index % 12 + 1, 1)
    there = Here(place.by, place.unit, found.year, place.today)
    return found, there.query(thang=found.month)


def _days(place: Here, period: Period) -> dict[date, list[Shown]]:
    days: dict[date, list[Shown]] = defaultdict(list)
    units, known = [place.unit.pk], set()
    for row in queries.assignments(units, period)[:MOST_ENTRIES]:
        if row.duty is None or (row.article is not None and row.article.first_published_at):
            continue
        known.add(row.article_id)
        url = reverse("planning:assignment", args=[row.pk])
        days[row.duty.due_on].append(Shown(row.title, url, standing(row, clock_now()), "warning"))
    for item in queries.scheduled(units, period)[:MOST_ENTRIES]:
        if item.go_live_at and item.pk not in known:
            days[local_day(item.go_live_at)].append(_item(item, _("approved, waits for its time"), "info"))
    for item in queries.published(units, period).defer("body").order_by("first_published_at")[:MOST_ENTRIES]:
        days[local_day(item.first_published_at)].append(_item(item, _("published"), "success"))
    return days


def _item(item: Any, state: str, tone: str) -> Shown:
    return Shown(item.title, reverse("workspace:item", args=[item.pk]), state, tone)
