"""Terms and the calendar of working days: read by everybody, kept by the province."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties import queries
from conglang.base.duties.forms import DayForm, HoursForm, ImportForm, ReasonForm, RuleForm
from conglang.base.duties.models import CalendarDay, DayKinds, Opening, Rule
from conglang.base.duties.permissions import READ, SET_HOURS, SET_RULES
from conglang.base.duties.rule_file import delivered, write
from conglang.base.duties.services.keep_days import confirm_day, enter_day, withdraw_day
from conglang.base.duties.services.keep_hours import set_hours
from conglang.base.duties.services.keep_rules import confirm_rule, enter_rule, import_rules
from conglang.base.duties.wording import limit_words
from conglang.base.ui.sent import take_errors
from conglang.base.units.models import Unit
from conglang.kernel.calendar import DayStatus, hours_text
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.legal import NATIONAL

UNIT_KEY = "don-vi"


def _scopes(by: Actor) -> dict[str, str]:
    """Codes whose rules concern the person, with the names of their units."""
    units = Unit.objects.filter(pk__in=by.scope.readable or ())
    ancestors = {pk for unit in units for pk in unit.ancestor_ids}
    return {NATIONAL: _("the whole country")} | {
        unit.code: unit.title for unit in (*Unit.objects.filter(pk__in=ancestors), *units)
    }


def _unit(request: HttpRequest) -> Unit:
    """The unit whose plan it is: the acting one unless the address names another."""
    by = actor_of(request)
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id)
    unit_id = next((pk for pk in by.grants if str(pk) == wanted), None)
    if unit_id is None:
        raise NotFound
    require(by, SET_RULES, unit_id)
    return Unit.objects.get(pk=unit_id)


def _units(by: Actor) -> list[Unit]:
    ids = [unit_id for unit_id in by.grants if by.may(SET_RULES, unit_id)]
    return list(Unit.objects.filter(pk__in=ids).order_by("lineage", "name"))


@needs(READ)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every term with its basis and how surely it is known."""
    by = actor_of(request)
    scopes = _scopes(by)
    rows = Rule.objects.filter(scope__in=scopes).select_related("confirmed_by", "proposed_by")
    context: dict[str, Any] = {
        "rows": [
            {
                "rule": row,
                "limit": limit_words(row.as_rule),
                "scope": scopes[row.scope],
                "basis": row.legal_basis.cite(),
                "may_confirm": row.confirmed_at is None
                and by.may_somewhere(SET_RULES)
                and (row.proposed_by_id is None or row.proposed_by_id != by.user_id),
            }
            for row in rows
        ],
        "gaps": delivered().gaps,
        "may_set": by.may_somewhere(SET_RULES),
    }
    return render(request, "duties/rules.html", context)


@needs(SET_RULES)
def new_rule(request: HttpRequest) -> HttpResponse:
    """Enter a local term."""
    by, unit = actor_of(request), _unit(request)
    form = RuleForm(request.POST or None, initial={"code": request.GET.get("ma", "")})
    if request.method == "POST" and form.is_valid():
        try:
            enter_rule(by=by, unit_id=unit.pk, entry=form.entry(), now=clock_now())
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(
                request, _("The term was entered. It counts when another person has confirmed it.")
            )
            return redirect("duties:rules")
    context = {"form": form, "unit": unit, "units": _units(by), "heading": _("New local term")}
    return render(request, "duties/law_form.html", context, status=422 if form.errors else 200)


@needs(SET_RULES)
@require_POST
def confirm_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a term."""
    try:
        confirm_rule(by=actor_of(request), rule_id=pk, now=clock_now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The term was confirmed."))
    return redirect("duties:rules")


@needs(READ)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The terms that concern the person, as YAML."""
    rows = Rule.objects.filter(scope__in=_scopes(actor_of(request)))
    answer = HttpResponse(write(row.as_entry for row in rows), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="thoi-han.yaml"'
    return answer


@needs(SET_RULES)
def import_file(request: HttpRequest) -> HttpResponse:
    """Enter the local terms of a file."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = import_rules(by=actor_of(request), text=form.text(), now=clock_now())
        except ValidationError as error:
            take_errors(form, error)
        else:
            said = _(
                "%(entered)d terms were entered, %(known)d were there, %(foreign)d are not yours to enter."
            )
            messages.success(request, said % vars(found))
            return redirect("duties:rules")
    context = {"form": form, "heading": _("Import terms"), "is_file": True}
    return render(request, "duties/law_form.html", context, status=422 if form.errors else 200)


@needs(READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of a year that differ from the week, with their decisions, and the hours of the office."""
    by = actor_of(request)
    year = _year(request.GET.get("nam", ""))
    unit = Unit.objects.filter(pk=by.unit_id or 0).first()
    if unit is None:
        raise NotFound
    form = HoursForm(request.POST or None) if by.may(SET_HOURS, unit.pk) else None
    if request.method == "POST" and _set_hours(by, unit, form):
        messages.success(request, _("The office hours are laid down."))
        return redirect("duties:calendar")
    table = queries.calendar_of(queries.chain_of(unit))
    entered = {
        (row.on, row.scope): row for row in CalendarDay.objects.filter(withdrawn_at=None, on__year=year)
    }
    days = [entry for entry in table.entries if entry.on.year == year and entry.scope in table.chain]
    covers = table.covers
    years = range(covers.first.year, covers.last.year + 1) if covers else range(year, year + 1)
    context = {
        "year": year,
        "tabs": [
            {"label": str(each), "url": f"?nam={each}", "current": each == year, "count": None}
            for each in years
        ],
        "rows": [
            {
                "entry": entry,
                "kind": DayKinds(entry.kind.value).label,
                "is_open": entry.status is DayStatus.PROPOSED,
                "row": entered.get((entry.on, entry.scope)),
                "basis": entry.legal_basis.cite(),
            }
            for entry in sorted(days, key=lambda entry: entry.on)
        ],
        "may_set": by.may_somewhere(SET_RULES),
        "user_id": by.user_id,
        "hours": hours_text(table.hours_on(local_day(clock_now()))),
        "later": Opening.objects.filter(scope__in=table.chain, since__gt=local_day(clock_now())),
        "form": form,
    }
    return render(request, "duties/calendar.html", context, status=422 if form and form.errors else 200)


def _set_hours(by: Actor, unit: Unit, form: HoursForm | None) -> bool:
    """Whether what was sent could be laid down; else the form says why not."""
    require(by, SET_HOURS, unit.pk)
    if form is None or not form.is_valid():
        return False
    try:
        set_hours(by=by, unit_id=unit.pk, now=clock_now(), **form.cleaned_data)
    except ValidationError as error:
        take_errors(form, error)
        return False
    return True


def _year(text: str) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else local_day(clock_now()).year
    return min(max(year, date.min.year), date.max.year)


@needs(SET_RULES)
def new_day(request: HttpRequest) -> HttpResponse:
    """Enter a decision about a day."""
    by, unit = actor_of(request), _unit(request)
    begin = {name: request.GET.get(name, "") for name in ("on", "kind", "name", "counterpart")}
    form = DayForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            enter_day(by=by, unit_id=unit.pk, facts=form.facts(), now=clock_now())
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(
                request, _("The day was entered. It counts when another person has confirmed it.")
            )
            return redirect("duties:calendar")
    context = {"form": form, "unit": unit, "units": _units(by), "heading": _("Enter a decision about a day")}
    return render(request, "duties/law_form.html", context, status=422 if form.errors else 200)


@needs(SET_RULES)
@require_POST
def confirm_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a decision about a day count."""
    try:
        confirm_day(by=actor_of(request), day_id=pk, now=clock_now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The day counts now. Every open duty has the date that follows."))
    return redirect("duties:calendar")


@needs(SET_RULES)
def withdraw_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision about a day out of the calendar."""
    by = actor_of(request)
    row = CalendarDay.objects.filter(pk=pk, scope__in=_scopes(by)).first()
    if row is None:
        raise NotFound
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_day(by=by, day_id=pk, reason=form.cleaned_data["reason"], now=clock_now())
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The day was withdrawn. Every open duty has the date that follows."))
            return redirect("duties:calendar")
    context = {"form": form, "heading": _("Withdraw the decision"), "lead": str(row)}
    return render(request, "duties/law_form.html", context, status=422 if form.errors else 200)
