"""Duties in lists: mine, my unit's, the late ones, the closed ones."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.duties import queries
from conglang.base.duties.models import Duty, is_open
from conglang.base.duties.permissions import READ, WORK
from conglang.base.duties.tables import FORMATS
from conglang.base.duties.wording import STATES
from conglang.base.ledger.audit import record
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

PER_PAGE = 50
LABELS = {
    "mine": gettext_lazy("My duties"),
    "notices": gettext_lazy("Reminders"),
    "of_unit": gettext_lazy("Duties of my unit"),
    "month": gettext_lazy("By month"),
    "late": gettext_lazy("Overdue"),
    "closed": gettext_lazy("Closed"),
}


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
    """What is late, in every unit that the person looks after; as a page or as a file."""
    now, by = clock_now(), actor_of(request)
    rows, wanted = queries.overdue(now), request.GET.get("tep", "")
    if wanted not in FORMATS:
        return _page(request, "late", rows)
    with transaction.atomic():
        record("duties.exported", None, by=by, now=now, unit_id=by.unit_id, format=wanted)
        content_type, write_file = FORMATS[wanted]
        answer = HttpResponse(write_file(list(rows), now), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="qua-han-{local_day(now):%Y-%m-%d}.{wanted}"'
    return answer


@needs(READ)
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """What is done or cancelled in the acting unit, the latest first."""
    by = actor_of(request)
    rows = queries.duties().filter(unit=by.unit_id).exclude(is_open()).order_by("-due_at", "-pk")
    return _page(request, "closed", rows)


def _page(request: HttpRequest, current: str, rows: QuerySet[Duty]) -> HttpResponse:
    now, by = clock_now(), actor_of(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "tabs": tabs(by, current),
        "page": page,
        "rows": [(duty, *STATES[duty.state(now)]) for duty in page],
        "shows_unit": current == "late" and len(by.grants) > 1,
        "heading": LABELS[current],
        "formats": list(FORMATS) if current == "late" and page.object_list else [],
        "may_start": by.unit_id is not None and by.may(WORK, by.unit_id),
    }
    return render(request, "duties/list.html", context)


def tabs(by: Actor, current: str) -> list[dict[str, Any]]:
    """The ways into the duties; of the reminders the unread ones are counted."""
    counts = {"notices": queries.unread(by.user_id)}
    return [
        {"label": label, "url": reverse(f"duties:{name}"), "current": name == current}
        | {"count": counts.get(name) or None}
        for name, label in LABELS.items()
    ]
