"""The budget on the desk: what of a year is there, a form, the item with its commands."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import OTHER_UNIT, units_to_choose
from conglang.base.ui.sent import sent, take_errors, typed, uid_of
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.queries import predecessor_ids
from conglang.content.budgets import queries
from conglang.content.budgets.catalogue import FIRST_YEAR
from conglang.content.budgets.forms import BudgetItemForm, EventForm
from conglang.content.budgets.kinds import SCREEN
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.permissions import READ, WRITE
from conglang.content.budgets.places import overseen, year_of
from conglang.content.budgets.queries import Line
from conglang.content.budgets.reading import NoTable
from conglang.content.budgets.rules import years
from conglang.content.budgets.services.record_event import record_event
from conglang.content.budgets.services.write import Files, edit_item, write_item
from conglang.content.budgets.showing import shown
from conglang.content.budgets.wording import STATES, TONES, explain
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict


@needs(READ)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What the law wants of a budget year: what is there, late, missing, and what to do about it."""
    by, today = actor_of(request), local_day(clock_now())
    unit, units = units_to_choose(request, by, READ)
    family = [unit.pk, *predecessor_ids(unit.pk)]
    choices = queries.years_of(family, today)
    year = year_of(request, choices, today)
    is_commune = unit.level == UnitLevel.COMMUNE
    found = queries.coverage_of(family, year, today, queries.items()) if is_commune else []
    may_write = by.may(WRITE, unit.pk)
    context = {
        "unit": unit,
        "units": units,
        "year": year,
        "years": choices,
        "rows": [_row(line, unit, may_write=may_write) for line in found],
        "lacking": sum(line.is_lacking for line in found),
        "new_url": _address("budgets:new", unit, year) if may_write and is_commune else "",
        "event_url": _address("budgets:new_event", unit, year) if may_write and is_commune else "",
        "overview_url": reverse("budgets:overview") if overseen(by, today) else "",
    }
    return render(request, "budgets/coverage.html", context)


def _row(line: Line, unit: Unit, *, may_write: bool) -> dict[str, Any]:
    shown_item = line.item or line.draft
    enters = may_write and shown_item is None
    starts = may_write and bool(line.expected.rule) and line.event is None and line.item is None
    place: Any = {"unit": unit, "year": line.year, "muc": line.expected.key}
    return {
        "line": line,
        "state": STATES[line.state],
        "tone": TONES[line.state],
        "item_url": SCREEN.url(shown_item.pk) if shown_item else "",
        "stage": STAGES[Stage(line.draft.stage)] if line.draft else "",
        "duty_url": reverse("duties:duty", args=[line.event.duty_id])
        if line.event and line.event.duty_id
        else "",
        "new_url": _address("budgets:new", **place) if enters else "",
        "event_url": _address("budgets:new_event", **place) if starts else "",
    }


def _address(name: str, unit: Unit, year: int, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'don-vi': str(unit.pk), 'nam': str(year), **more})}"


@needs(READ)
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item with everything that this person may do now."""
    return show_item(request, SCREEN, pk, **shown(newest(SCREEN.find(actor_of(request), pk))))


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, SCREEN, pk, slug)


@needs(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter an item; the form carries its future id, so that sending it twice makes one item."""
    by = actor_of(request)
    unit, units = units_to_choose(request, by, WRITE)
    uid = uid_of(request.POST.get("uid"))
    asked = _asked(request)
    form = BudgetItemForm(*sent(request), unit=unit, instance=BudgetItem(unit=unit), initial=asked)
    if OTHER_UNIT in request.POST:
        form = BudgetItemForm(unit=unit, instance=form.instance, initial=typed(request, form))
    elif request.method == "POST" and form.is_valid():
        saved = _store(form, by, None, unit_id=unit.pk, uid=uid)
        if saved is not None:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect(SCREEN.url(saved.pk))
    back = _address("budgets:coverage", unit, asked["year"])
    context = {"form": form, "unit": unit, "units": units, "uid": uid, "back_url": back}
    return render(request, "budgets/form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the newest version; a file that is not sent again stays."""
    by = actor_of(request)
    row = SCREEN.find(by, pk)
    require(by, WRITE, row)
    form = BudgetItemForm(*sent(request), unit=row.unit, instance=newest(row))
    version = request.POST.get("version", row.version)
    if request.method == "POST" and form.is_valid():
        saved = _store(form, by, row, version=version)
        if saved is not None:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect(SCREEN.url(pk))
    context = {
        "form": form,
        "unit": row.unit,
        "version": version,
        "files": newest(row).documents,
        "back_url": SCREEN.url(pk),
    }
    return render(request, "budgets/form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def new_event(request: HttpRequest) -> HttpResponse:
    """Write down what makes an item due."""
    by = actor_of(request)
    unit, units = units_to_choose(request, by, WRITE)
    asked = _asked(request)
    form = EventForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            event = record_event(by=by, unit_id=unit.pk, now=clock_now(), **form.cleaned_data)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            day = f"{event.due_on:%d/%m/%Y}"
            messages.success(request, _("Written down. The item is due on %(day)s.") % {"day": day})
            return redirect(_address("budgets:coverage", unit, event.year))
    back = _address("budgets:coverage", unit, asked["year"])
    context = {"form": form, "unit": unit, "units": units, "back_url": back}
    return render(request, "budgets/event.html", context, status=422 if form.errors else 200)


def _store(form: BudgetItemForm, by: Actor, row: BudgetItem | None, **more: Any) -> BudgetItem | None:
    """Store the item with its files; what is refused stands beside its field. None when refused."""
    files = Files(form.cleaned_data.get("signed"), form.cleaned_data.get("sheet"))
    given: dict[str, Any] = {"by": by, "values": form.values(), "files": files, "now": clock_now()}
    try:
        if row is None:
            return write_item(unit_id=more["unit_id"], uid=more["uid"], **given)
        return edit_item(item=row, expected_version=more["version"], **given)
    except NoTable as refused:
        form.add_error("sheet", explain(refused))
    except Conflict:
        form.add_error(None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost."))
    except ValidationError as refused:
        take_errors(form, refused, {"signed_file": "signed", "sheet_file": "sheet", "tables": "sheet"})
    return None


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The year and the item that the address names."""
    today = local_day(clock_now())
    return {"year": year_of(request, years(today, FIRST_YEAR), today), "key": request.GET.get("muc", "")[:24]}
