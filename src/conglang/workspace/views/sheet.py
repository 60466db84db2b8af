"""The distribution sheet of an item: the one page that tells and sets where it goes."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.kinds import kinds
from conglang.tools.approval.panels import panel
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.screens import newest
from conglang.tools.approval.versions import Conflict
from conglang.tools.distribution.channels import channels_for
from conglang.tools.distribution.labels import STATES, TONES, note_of
from conglang.tools.distribution.overview import overview
from conglang.tools.distribution.permissions import READ
from conglang.tools.distribution.queries import may_set
from conglang.tools.distribution.services.set_sheet import set_sheet
from conglang.tools.pagestore.permissions import PROPOSE_NOTICE
from conglang.workspace.reach import unit_url
from conglang.workspace.reuse import decide, sides_of
from conglang.workspace.sheet_forms import SheetForm
from conglang.workspace.views.notices import TEXT_KEY
from conglang.workspace.views.settings_page import attempt

MOST_SHOWN = 5  # units on the item's own page; a province has a hundred


@needs(READ)
def sheet(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Where an item goes and what proves it; whoever decides about that changes it here."""
    by = actor_of(request)
    row, page_url = found(by, kind, pk, READ)
    if not channels_for(row):
        raise NotFound
    item = newest(row)
    is_open = may_set(by, row)
    about_reuse = "ben" in request.POST
    form = SheetForm(None if about_reuse else request.POST or None, item=item)
    asks = any(form.asked.values())
    if request.method == "POST" and about_reuse:
        return _decide_reuse(request, by, row)
    if request.method == "POST":
        if not is_open:
            raise Forbidden
        if form.is_valid() and attempt(form, lambda: _set(form, by, row)) and not form.errors:
            messages.success(
                request, _("The sheet was saved. Submit the item, so that a second person approves it.")
            )
            return redirect(request.path)
    context = _shown(row) | {
        "page_url": page_url,
        "form": form if is_open and asks else None,
        "sides": list(sides_of(row, by)),
        "is_waiting": row.live and item.sheet != _public_sheet(row),
        "urgent_url": _urgent_url(by, row),
    }
    for way in context["ways"]:
        way["fields"] = form.fields_of(way["channel"].key) if is_open else ()
    return render(request, "workspace/sheet.html", context, status=422 if form.errors else 200)


@panel
def sheet_panel(request: HttpRequest, item: Publishable) -> str:
    """The sheet in short, on the item's own page."""
    by = actor_of(request)
    if not channels_for(item) or not by.may(READ, item.unit_id):
        return ""
    url = reverse("workspace:sheet", args=[item._meta.label_lower, item.pk])
    shown = _shown(item)
    for way in shown["ways"]:
        way["more"], way["rows"] = len(way["rows"][MOST_SHOWN:]), way["rows"][:MOST_SHOWN]
    return render_to_string("workspace/sheet_panel.html", shown | {"sheet_url": url}, request)


def _shown(stored: Any) -> dict[str, Any]:
    item = newest(stored)
    ways = [
        {
            "channel": way.channel,
            "rows": [
                (row, STATES[row.state], TONES[row.state], [(one, note_of(one)) for one in row.evidence[:3]])
                for row in way.rows
            ],
        }
        for way in overview(item, clock_now())
    ]
    return {"item": item, "stored": stored, "ways": ways}


def _set(form: SheetForm, by: Actor, row: Publishable) -> None:
    version = form.cleaned_data["version"]
    try:
        set_sheet(by=by, item=row, sheet=form.sheet(), expected_version=version, now=clock_now())
    except Conflict:
        form.add_error(None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost."))


def _decide_reuse(request: HttpRequest, by: Actor, row: Publishable) -> HttpResponse:
    try:
        agrees = decide(row, by, request.POST["ben"], request.POST.get("quyet_dinh", "")[:300], clock_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The consent was recorded.") if agrees else _("The consent was ended."))
    return redirect(request.path)


def _urgent_url(by: Actor, row: Any) -> str:
    """Where somebody writes a notice for the urgent bar, with the item's title to begin with."""
    if not (row.live and by.may(PROPOSE_NOTICE, row.unit_id)):
        return ""
    return f"{unit_url('workspace:new_notice', row.unit_id)}&{urlencode({TEXT_KEY: str(row)})}"


def _public_sheet(row: Any) -> Any:
    return row.live_revision.content.get("sheet", {}) if row.live_revision else {}


def found(by: Actor, name: str, pk: int, permission: str) -> tuple[Any, str]:
    """An item by its model's label and key, and its own page. Raises NotFound and Forbidden."""
    kind = next((each for each in kinds() if each.model._meta.label_lower == name), None)
    rows: Any = (
        kind.model.objects.select_related("unit", "latest_revision", "live_revision") if kind else None
    )
    row = rows.filter(pk=pk).first() if kind else None
    if kind is None or row is None:
        raise NotFound
    require(by, permission, row)
    return row, kind.lines([pk])[pk].url
