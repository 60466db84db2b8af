"""Duties in lists: mine, my unit's, the late ones, the closed ones."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.duties import queries
from conglang.base.duties.models import Duty, is_open
from conglang.base.duties.permissions import READ
from conglang.base.duties.wording import STATES
from conglang.kernel.clock import now as clock_now

PER_PAGE = 50


@needs(READ)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the person has to do."""
    by = actor_of(request)
    return _page(request, "mine", queries.open_duties().filter(person=by.user_id))


@needs(READ)
@require_safe
def of_unit(request: HttpRequest) -> HttpResponse:
    """What the acting unit has to do."""
    by = actor_of(request)
    return _page(request, "of_unit", queries.open_duties().filter(unit=by.unit_id))


@needs(READ)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """What is late, in every unit that the person looks after."""
    return _page(request, "late", queries.overdue(clock_now()))


@needs(READ)
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """What is done or cancelled in the acting unit, the latest first."""
    by = actor_of(request)
    rows = queries.duties().filter(unit=by.unit_id).exclude(is_open()).order_by("-due_at", "-pk")
    return _page(request, "closed", rows)


def _page(request: HttpRequest, current: str, rows: QuerySet[Duty]) -> HttpResponse:
    now, by = clock_now(), actor_of(request)
    labels = {
        "mine": _("My duties"),
        "of_unit": _("Duties of my unit"),
        "late": _("Overdue"),
        "closed": _("Closed"),
    }
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "tabs": [
            {"label": label, "url": reverse(f"duties:{name}"), "current": name == current, "count": None}
            for name, label in labels.items()
        ],
        "page": page,
        "rows": [(duty, *STATES[duty.state(now)]) for duty in page],
        "shows_unit": current == "late" and len(by.grants) > 1,
        "heading": labels[current],
    }
    return render(request, "duties/list.html", context)
