"""Changes of sites that one person proposed and another one decides about."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.changing import is_outdated
from conglang.tools.pages.front_changes import FRONT_KINDS
from conglang.tools.pages.layout import Template
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.refusals import TEXTS, ChangeRefused
from conglang.tools.pages.rules import ChangeObjection, ChangeState
from conglang.tools.pages.services.apply_change import apply_change
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pages.services.reject_change import reject_change
from conglang.tools.pages.services.withdraw_change import withdraw_change
from conglang.workspace.page_changes import READ, change_row, change_rows, lines_of, template_reach

PER_PAGE = 25
DECIDED = "da-quyet-dinh"


@needs(READ)
@require_safe
def page_changes(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    by, is_decided = actor_of(request), request.GET.get("nhom") == DECIDED
    waiting = change_rows(by, ChangeState.PROPOSED)
    shown = change_rows(by, None) if is_decided else waiting
    address = reverse("workspace:page_changes")
    tabs: list[dict[str, Any]] = [
        {"label": _("Waiting"), "url": address, "current": not is_decided, "count": len(waiting)},
        {"label": _("Decided"), "url": f"{address}?nhom={DECIDED}", "current": is_decided, "count": None},
    ]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/page_changes.html", {"page": page, "tabs": tabs})


@needs(READ)
def page_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change with what is and what will be; the buttons that the reader may press."""
    by, change = actor_of(request), _change(request, pk)
    error = ""
    if request.method == "POST":
        try:
            return _carry_out(request, by, change, clock_now())
        except ChangeRefused as refused:
            error = str(refused)
        except ValidationError as impossible:
            error = " ".join(impossible.messages)
        change.refresh_from_db()
    context = {
        "row": change_row(by, change),
        "change": change,
        "lines": lines_of(change),
        "error": error,
        "reason": request.POST.get("reason", "")[:500],
        "reach": _reach(request, change),
        "outdated": TEXTS[ChangeObjection.OUTDATED] if _is_outdated(change) else "",
        "has_preview": change.kind in FRONT_KINDS,
    }
    return render(request, "workspace/page_change.html", context, status=422 if error else 200)


def _carry_out(request: HttpRequest, by: Actor, change: PageChange, now: datetime) -> HttpResponse:
    """Do what the button says."""
    wanted = request.POST.get("viec", "")
    if wanted == "ap-dung":
        apply_change(by=by, change=change, seen=request.POST.get("seen", ""), now=now)
        messages.success(request, _("The change was applied. Visitors see it now."))
    elif wanted == "tra-lai":
        reject_change(by=by, change=change, reason=request.POST.get("reason", ""), now=now)
        messages.success(request, _("The change was sent back to its proposer."))
    elif wanted == "rut":
        withdraw_change(by=by, change=change, now=now)
        messages.success(request, _("The proposal was taken back."))
    elif wanted == "nhu-cu":
        change = propose_change(
            by=by, unit_id=change.unit_id, kind=change.kind, content=change.before, now=now
        )
        messages.success(request, _("The former state was proposed. Another person has to confirm it."))
    else:
        raise NotFound
    return redirect("workspace:page_change", pk=change.pk)


def _is_outdated(change: PageChange) -> bool:
    return change.state == ChangeState.PROPOSED and is_outdated(change)


def _reach(request: HttpRequest, change: PageChange) -> Any:
    """For a template that waits: which sites it will change, and how one of them will look."""
    if change.kind != "template" or change.state != ChangeState.PROPOSED:
        return None
    today = local_day(clock_now())
    return template_reach(change.unit, Template.of(change.content), today, request.GET.get("xa", ""))


def _change(request: HttpRequest, pk: int) -> PageChange:
    rows = PageChange.objects.filter(pk=pk).exclude(state=ChangeState.DRAFT)
    found: PageChange | None = rows.select_related("unit", "proposed_by", "decided_by").first()
    if found is None:
        raise NotFound
    require(actor_of(request), READ, found)
    return found
