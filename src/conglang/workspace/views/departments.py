"""The departments of a unit: named, ordered, removed while nothing names them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.units.authority import ARRANGE
from conglang.base.units.models import Department
from conglang.base.units.services.add_department import add_department
from conglang.base.units.services.change_department import change_department
from conglang.base.units.services.place_department import place_department
from conglang.base.units.services.remove_department import remove_department
from conglang.kernel.clock import now as clock_now
from conglang.workspace.reach import reach, unit_url
from conglang.workspace.setting_forms import DepartmentForm
from conglang.workspace.views.settings_page import FormPage, attempt

LIST = "workspace:departments"


@needs(ARRANGE)
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """All departments of one unit in their order."""
    where = reach(request, ARRANGE)
    rows = list(Department.objects.filter(unit=where.unit))
    context = {
        "reach": where,
        "rows": rows,
        "new_url": where.url("workspace:new_department"),
    }
    return render(request, "workspace/departments.html", context)


@needs(ARRANGE)
def new_department(request: HttpRequest) -> HttpResponse:
    """Add a department at the end of the list."""
    where = reach(request, ARRANGE)
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def add() -> object:
            return add_department(
                unit=where.unit,
                name=given["name"],
                short_name=given["short_name"],
                by=actor_of(request),
                now=clock_now(),
            )

        if attempt(form, add, "name"):
            messages.success(request, _("“%(name)s” is in the list.") % {"name": given["name"]})
            return redirect(where.url(LIST))
    page = FormPage(_("Add a department"), where.unit.title, _("Add"), where.url(LIST))
    return page.show(request, form)


@needs(ARRANGE)
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a department otherwise."""
    row = _department(request, pk)
    form = DepartmentForm.of(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def change() -> object:
            return change_department(
                department=row,
                name=given["name"],
                short_name=given["short_name"],
                by=actor_of(request),
                now=clock_now(),
            )

        if attempt(form, change, "name"):
            messages.success(request, _("The department was changed."))
            return redirect(unit_url(LIST, row.unit_id))
    lead = f"{row.name} · {row.unit.title}"
    return FormPage(_("Change a department"), lead, _("Save"), unit_url(LIST, row.unit_id)).show(
        request, form
    )


@needs(ARRANGE)
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a department at the place that the button names."""
    row = _department(request, pk)
    wanted = request.POST.get("place", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 5:
        place_department(department=row, place=int(wanted), by=actor_of(request), now=clock_now())
    return redirect(unit_url(LIST, row.unit_id))


@needs(ARRANGE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove a department that nothing names."""
    row = _department(request, pk)
    back_url = unit_url(LIST, row.unit_id)
    if request.method != "POST":
        context = {
            "question": _("Remove “%(name)s”?") % {"name": row.name},
            "explanation": _("Only departments that no person and no article names can be removed."),
            "action": reverse("workspace:remove_department", args=[pk]),
            "label": _("Remove"),
            "kind": "danger",
            "cancel_url": back_url,
        }
        return render(request, "ui/confirm_page.html", context)
    try:
        remove_department(department=row, by=actor_of(request), now=clock_now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("“%(name)s” was removed.") % {"name": row.name})
    return redirect(back_url)


def _department(request: HttpRequest, pk: int) -> Department:
    row: Department | None = Department.objects.filter(pk=pk).select_related("unit").first()
    if row is None:
        raise NotFound
    require(actor_of(request), ARRANGE, row)
    return row
