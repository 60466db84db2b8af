"""The catalogue itself: read by everybody at the desk, kept by the province."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import own_unit
from conglang.base.duties.queries import chain_of
from conglang.content.disclosure.forms import HeadingForm, initial_of
from conglang.content.disclosure.models import Heading
from conglang.content.disclosure.permissions import READ, SET_CATALOGUE
from conglang.content.disclosure.queries import catalogue_of
from conglang.content.disclosure.services.keep_catalogue import confirm_heading, enter_heading
from conglang.content.disclosure.views.framing import frame
from conglang.content.disclosure.wording import file_kinds
from conglang.kernel.clock import now as clock_now


@needs(READ)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every version of every heading that concerns the unit, and the second person's confirmation."""
    by = actor_of(request)
    unit = own_unit(by, READ)
    may = by.may(SET_CATALOGUE, unit.pk)
    if request.method == "POST":
        require(by, SET_CATALOGUE, unit)
        return _confirm(request, by)
    rows = catalogue_of(chain_of(unit)[1:])
    context = frame(by, unit, "catalogue") | {
        "rows": [_row(row, by, may=may) for row in rows],
        "may_set": may,
        "new_url": reverse("disclosure:new_heading") if may else "",
    }
    return render(request, "disclosure/catalogue.html", context)


def _row(row: Heading, by: Actor, *, may: bool) -> dict[str, Any]:
    is_own = row.proposed_by_id is not None and row.proposed_by_id == by.user_id
    return {
        "heading": row,
        "basis": row.legal_basis.cite(),
        "files": file_kinds(row.files),
        "terms": ", ".join(row.rules),
        "may_confirm": may and row.confirmed_at is None and not is_own,
        "change_url": f"{reverse('disclosure:new_heading')}?ma={row.key}" if may else "",
    }


def _confirm(request: HttpRequest, by: Actor) -> HttpResponse:
    pk = request.POST.get("xac-nhan", "")
    try:
        confirm_heading(by=by, heading_id=int(pk) if pk.isdecimal() else 0, now=clock_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The heading was confirmed."))
    return redirect("disclosure:catalogue")


@needs(SET_CATALOGUE)
def new_heading(request: HttpRequest) -> HttpResponse:
    """Enter a heading, or the next version of one."""
    by = actor_of(request)
    unit = own_unit(by, READ)
    require(by, SET_CATALOGUE, unit)
    key = request.POST.get("key", "") or request.GET.get("ma", "")
    rows = catalogue_of(chain_of(unit)[1:])
    known = next((row for row in rows if row.key == key), None)
    form = HeadingForm(
        request.POST if request.method == "POST" else None, initial=initial_of(known) if known else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            enter_heading(by=by, unit_id=unit.pk, line=form.line(known), now=clock_now())
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("The heading counts when another person has confirmed it."))
            return redirect("disclosure:catalogue")
    context = frame(by, unit, "catalogue") | {"form": form, "back_url": reverse("disclosure:catalogue")}
    return render(request, "disclosure/new_heading.html", context, status=422 if form.errors else 200)
