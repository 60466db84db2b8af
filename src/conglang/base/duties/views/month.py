"""A month of duties, to be read and printed, and the link for calendar programs."""

import calendar as weeks
import re
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import anyone_on_desk, needs
from conglang.base.accounts.mails import desk_url
from conglang.base.accounts.permissions import NotFound
from conglang.base.duties import queries
from conglang.base.duties.feeds import MINE, OF_UNIT, owner_of
from conglang.base.duties.feeds import feed as feed_of
from conglang.base.duties.models import FeedLink
from conglang.base.duties.permissions import READ
from conglang.base.duties.services.feed_link import renew_feed_link
from conglang.base.duties.views.lists import tabs
from conglang.base.duties.wording import STATES
from conglang.base.ui.formats import WEEKDAYS
from conglang.base.units.models import Unit
from conglang.kernel.calendar import WorkCalendar
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

WHICH = {MINE: gettext_lazy("My duties"), OF_UNIT: gettext_lazy("Duties of my unit")}
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@needs(READ)
def month(request: HttpRequest) -> HttpResponse:
    """Days of a month with the duties that end on them; a POST makes a new link for calendar programs."""
    by, now = actor_of(request), clock_now()
    unit = Unit.objects.filter(pk=by.unit_id or 0).first()
    if unit is None:
        raise NotFound
    secret = renew_feed_link(by=by, now=now) if request.method == "POST" else ""
    today = local_day(now)
    first = _first(request.GET.get("thang", ""), today)
    which = OF_UNIT if request.GET.get("cua") == OF_UNIT else MINE
    context = {
        "tabs": tabs(by, "month"),
        "first": first,
        "today": today,
        "which": which,
        "choices": [(slug, label, slug == which) for slug, label in WHICH.items()],
        "weekdays": WEEKDAYS,
        "weeks": _weeks(by, unit, first, which),
        "before": _moved(first, -1),
        "after": _moved(first, 1),
        "link": FeedLink.objects.filter(person=by.user_id or 0).first(),
        "addresses": [
            (label, desk_url("duties:feed", secret=secret, which=slug)) for slug, label in WHICH.items()
        ]
        if secret
        else [],
    }
    answer = render(request, "duties/month.html", context)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


@anyone_on_desk
@require_safe
def feed(_request: HttpRequest, secret: str, which: str) -> HttpResponse:
    """The file for calendar programs, which cannot sign in; whoever knows the secret may read."""
    person = owner_of(secret)
    if person is None or which not in WHICH:
        raise Http404
    answer = HttpResponse(feed_of(person, which, clock_now()), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _first(text: str, today: date) -> date:
    match = _MONTH.fullmatch(text)
    return date(int(match[1]), int(match[2]), 1) if match else today.replace(day=1)


def _moved(first: date, months: int) -> date | None:
    """The first day of a month before or after, if it has a page."""
    number = first.year * 12 + first.month - 1 + months
    year, index = divmod(number, 12)
    return date(year, index + 1, 1) if 2000 <= year < 2100 else None


def _weeks(by: Actor, unit: Unit, first: date, which: str) -> list[list[dict[str, Any]]]:
    now = clock_now()
    grid = weeks.Calendar().monthdatescalendar(first.year, first.month)
    rows = queries.duties().filter(person=by.user_id) if which == MINE else queries.duties()
    rows = queries.due_between(rows.filter(unit=unit), grid[0][0], grid[-1][-1])
    by_day: dict[date, list[Any]] = {}
    for duty in rows:
        by_day.setdefault(duty.due_on, []).append((duty, *STATES[duty.state(now)]))
    table = queries.calendar_of(queries.chain_of(unit))
    return [[_day(day, first, table, by_day.get(day, [])) for day in week] for week in grid]


def _day(day: date, first: date, table: WorkCalendar, rows: list[Any]) -> dict[str, Any]:
    entry = table.entry_on(day)
    return {
        "day": day,
        "weekday": WEEKDAYS[day.weekday()],
        "is_other": day.month != first.month,
        "is_free": not table.is_working(day),
        "name": entry.name if entry else "",
        "rows": rows,
    }
