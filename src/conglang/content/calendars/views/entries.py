"""One entry on the desk: written, read, changed, called off, decided; receptions to be announced."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import UNIT_KEY
from conglang.base.ui.sent import take_errors
from conglang.content.calendars import queries
from conglang.content.calendars.forms import ApprovalForm, CancelForm, EntryForm, departments_of
from conglang.content.calendars.models import Entry
from conglang.content.calendars.routes import APPROVE
from conglang.content.calendars.services.decide import approve_entry, submit_entry
from conglang.content.calendars.services.edit_entry import cancel_entry, edit_entry, moved
from conglang.content.calendars.services.found import Conflict, copy_of_newest
from conglang.content.calendars.services.write_entry import write_entry
from conglang.content.calendars.views.place import place_of
from conglang.content.calendars.views.shown import rows_of
from conglang.content.calendars.wording import history
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.tools.approval.rules import Command
from conglang.tools.approval.screens import Screen, give_command, show_item

ENTRIES = Screen(
    model=Entry,
    read="calendars.read",
    write="calendars.write",
    content="calendars/entry.html",
    item="calendars:entry",
    change="calendars:change",
    command="calendars:command",
    index="calendars:this_week",
    steps={APPROVE: gettext_lazy("Approval")},
    forms={Command.APPROVE: ApprovalForm},
    carry={
        Command.SUBMIT: lambda item, by, now, seen, _why: submit_entry(
            entry=item, by=by, now=now, expected_hash=seen
        ),
        Command.APPROVE: lambda item, by, now, seen, why: approve_entry(
            entry=item, by=by, now=now, expected_hash=seen, late_reason=why
        ),
    },
)


@needs("calendars.read")
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry with where it stands and what this person may do now."""
    by, now = actor_of(request), clock_now()
    stored = ENTRIES.find(by, pk)
    newest = copy_of_newest(stored)
    may_write = by.may("calendars.write", stored.unit_id)
    return show_item(
        request,
        ENTRIES,
        pk,
        row=rows_of(by, [newest], now)[pk],
        events=history(newest),
        cancel_url=reverse("calendars:cancel", args=[pk]) if may_write and not newest.cancelled else "",
    )


@needs("calendars.read")
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A command of the approval."""
    return give_command(request, ENTRIES, pk, slug)


@needs("calendars.write")
def new(request: HttpRequest) -> HttpResponse:
    """Write one entry."""
    place = place_of(request, "calendars.write", request.GET.get("ngay", ""))
    begin = {"uid": uuid7(), "starts_on": request.GET.get("ngay", "")}
    form = EntryForm(request.POST or None, initial=begin, departments=departments_of(place.unit.pk))
    if request.method == "POST" and form.is_valid():
        try:
            made = write_entry(
                by=place.by,
                unit_id=place.unit.pk,
                content=form.content(),
                now=clock_now(),
                uid=form.cleaned_data["uid"],
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The entry was saved as a draft."))
            return redirect("calendars:entry", made.pk)
    return _page(request, form, place.unit.pk, _("Add to the calendar"), place.url())


@needs("calendars.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry; a public one that moves says why."""
    by = actor_of(request)
    row: Entry = ENTRIES.find(by, pk)
    require(by, "calendars.write", row)
    form = _change_form(request, row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_entry(
                by=by,
                entry_id=pk,
                expected_version=given["version"],
                content=form.content(),
                now=clock_now(),
                reason=given.get("reason", ""),
            )
        except ValidationError as error:
            take_errors(form, error)
        except Conflict:
            form.add_error(None, _("Somebody else has changed it meanwhile. Please open it again."))
        else:
            messages.success(request, _("The change was saved. It becomes public when it is approved."))
            return redirect("calendars:entry", pk)
    return _page(request, form, row.unit_id, _("Change the entry"), ENTRIES.url(pk))


def _change_form(request: HttpRequest, row: Entry) -> EntryForm:
    newest = copy_of_newest(row)
    names = (*EntryForm.base_fields.keys() - {"reason", "version", "uid"},)
    initial: dict[str, Any] = {name: getattr(newest, name) for name in names}
    initial |= {"version": row.version, "uid": row.uid}
    if moved(row, newest) and len(newest.changes) > len(row.changes):
        initial["reason"] = newest.changes[-1]["reason"]
    return EntryForm(
        request.POST or None,
        initial=initial,
        is_public=row.live,
        departments=departments_of(row.unit_id),
    )


@needs("calendars.write")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an entry off, saying why."""
    by = actor_of(request)
    row: Entry = ENTRIES.find(by, pk)
    require(by, "calendars.write", row)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cancel_entry(by=by, entry_id=pk, reason=form.cleaned_data["reason"], now=clock_now())
        messages.success(request, _("It is called off. The public reads so when that is approved."))
        return redirect("calendars:entry", pk)
    context = {"form": form, "entry": copy_of_newest(row), "back_url": ENTRIES.url(pk)}
    return render(request, "calendars/cancel.html", context, status=422 if form.errors else 200)


@needs("calendars.read")
@require_safe
def receptions(request: HttpRequest) -> HttpResponse:
    """Citizen receptions ahead that are not public yet, the most urgent first."""
    place, today = place_of(request, "calendars.read"), local_day(clock_now())
    pairs = queries.unannounced_receptions([place.unit.pk], today)
    rows = rows_of(place.by, [entry for entry, _notice in pairs], clock_now())
    context = {
        "place": place,
        "unit_key": UNIT_KEY,
        "rows": [(rows[entry.pk], notice, notice.is_late(today)) for entry, notice in pairs],
    }
    return render(request, "calendars/receptions.html", context)


def _page(request: HttpRequest, form: EntryForm, unit_id: int, heading: str, back_url: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "back_url": back_url,
        "suggested": queries.suggestions(unit_id),
    }
    return render(request, "calendars/entry_form.html", context, status=422 if form.errors else 200)
