"""What the guards have stopped: who sent it, what was found, what was done about it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.kernel.clock import now as clock_now
from conglang.tools.guards.models import NOTE_LENGTH, Stop
from conglang.tools.guards.permissions import HANDLE, READ
from conglang.tools.guards.queries import locked_files, stops
from conglang.tools.guards.services.stop_item import handle_stop
from conglang.workspace.reach import reach, unit_url
from conglang.workspace.views.settings_page import FormPage

PER_PAGE = 50


class StopForm(forms.Form):
    """What was done about a stopped item."""

    note = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("For the record. Write nothing here of what the item says."),
        widget=forms.Textarea({"rows": 4}),
    )
    opens_files = forms.BooleanField(
        label=gettext_lazy("Let the unit's people open the files again"),
        required=False,
        help_text=gettext_lazy(
            "Only if there is nothing secret in them. They cannot become public all the same."
        ),
    )


@needs(READ)
@require_safe
def stopped_items(request: HttpRequest) -> HttpResponse:
    """The stopped items of a unit, the newest first."""
    where = reach(request, READ)
    page = Paginator(stops(where.unit.pk), PER_PAGE).get_page(request.GET.get("page"))
    may_handle = actor_of(request).may(HANDLE, where.unit.pk)
    return render(
        request, "workspace/stopped_items.html", {"reach": where, "page": page, "may_handle": may_handle}
    )


@needs(HANDLE)
def stopped_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One stopped item: what was found, then what was done."""
    by = actor_of(request)
    row: Stop | None = Stop.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, HANDLE, row)
    back_url = unit_url("workspace:stopped_items", row.unit_id)
    form, files = StopForm(request.POST or None), locked_files(row)
    if not files:
        del form.fields["opens_files"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        opens_files = given.get("opens_files", False)
        handle_stop(stop_id=pk, note=given["note"], by=by, now=clock_now(), opens_files=opens_files)
        messages.success(request, _("It is on record. The item stays stopped."))
        return redirect(back_url)
    page = FormPage(_("Stopped item"), row.title, _("Put on record"), back_url)
    context = {"page": page, "row": row, "files": files}
    status = 422 if form.errors else 200
    return render(request, "workspace/stopped_item.html", context | {"form": form}, status=status)
