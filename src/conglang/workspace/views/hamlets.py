"""The hamlets and neighbourhoods of a commune: named, counted, removed while nothing names them."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.units.authority import ARRANGE
from conglang.base.units.models import Hamlet, UnitLevel
from conglang.base.units.services.add_hamlet import add_hamlet
from conglang.base.units.services.change_hamlet import change_hamlet
from conglang.base.units.services.remove_hamlet import remove_hamlet
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import collation_key
from conglang.workspace.reach import reach, unit_url
from conglang.workspace.setting_forms import HamletForm
from conglang.workspace.views.settings_page import FormPage, attempt

LIST = "workspace:hamlets"
_NUMBER = re.compile(r"[0-9]+")


@needs(ARRANGE)
@require_safe
def hamlets(request: HttpRequest) -> HttpResponse:
    """All hamlets of one commune, in the order in which people count them."""
    where = reach(request, ARRANGE)
    rows = Hamlet.objects.filter(unit=where.unit)
    context = {
        "reach": where,
        "rows": sorted(rows, key=_as_people_count),
        "totals": rows.aggregate(households=Sum("households"), population=Sum("population")),
        "has_hamlets": where.unit.level == UnitLevel.COMMUNE,
        "new_url": where.url("workspace:new_hamlet"),
    }
    return render(request, "workspace/hamlets.html", context)


@needs(ARRANGE)
def new_hamlet(request: HttpRequest) -> HttpResponse:
    """Add a hamlet; the kind of the newest one is proposed."""
    where = reach(request, ARRANGE)
    last = Hamlet.objects.filter(unit=where.unit).order_by("-pk").values_list("kind", flat=True).first()
    form = HamletForm(request.POST or None, initial={"kind": last} if last else None)
    if request.method == "POST" and form.is_valid():
        added: list[Hamlet] = []

        def add() -> None:
            facts = form.facts()
            added.append(add_hamlet(unit=where.unit, facts=facts, by=actor_of(request), now=clock_now()))

        if attempt(form, add):
            messages.success(request, _("“%(name)s” is in the list.") % {"name": added[0].title})
            return redirect(where.url(LIST))
    page = FormPage(_("Add a hamlet"), where.unit.title, _("Add"), where.url(LIST))
    return page.show(request, form)


@needs(ARRANGE)
def hamlet(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a hamlet."""
    row = _hamlet(request, pk)
    form = HamletForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():

        def change() -> object:
            return change_hamlet(hamlet=row, facts=form.facts(), by=actor_of(request), now=clock_now())

        if attempt(form, change):
            messages.success(request, _("The facts were saved."))
            return redirect(unit_url(LIST, row.unit_id))
    lead = f"{row.title} · {row.unit.title}"
    return FormPage(_("Change a hamlet"), lead, _("Save"), unit_url(LIST, row.unit_id)).show(request, form)


@needs(ARRANGE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove a hamlet that nothing names."""
    row = _hamlet(request, pk)
    back_url = unit_url(LIST, row.unit_id)
    if request.method != "POST":
        context = {
            "question": _("Remove “%(name)s”?") % {"name": row.title},
            "explanation": _("Only places that no other record names can be removed."),
            "action": reverse("workspace:remove_hamlet", args=[pk]),
            "label": _("Remove"),
            "kind": "danger",
            "cancel_url": back_url,
        }
        return render(request, "ui/confirm_page.html", context)
    try:
        remove_hamlet(hamlet=row, by=actor_of(request), now=clock_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("“%(name)s” was removed.") % {"name": row.title})
    return redirect(back_url)


def _as_people_count(row: Hamlet) -> tuple[bytes, bytes]:
    """Kinds together, names in Vietnamese order, 2 before 10."""
    padded = _NUMBER.sub(lambda number: number[0].zfill(6), row.name)
    return collation_key(row.title.removesuffix(row.name)), collation_key(padded)


def _hamlet(request: HttpRequest, pk: int) -> Hamlet:
    row: Hamlet | None = Hamlet.objects.filter(pk=pk).select_related("unit").first()
    if row is None:
        raise NotFound
    require(actor_of(request), ARRANGE, row)
    return row
