"""What the sheets rest on: tables of prices, the year's budget, and the people who are paid."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import named_unit
from conglang.base.duties.models import CERTAINTIES
from conglang.base.ui.sent import take_errors
from conglang.base.units.models import Unit
from conglang.content.royalties import queries
from conglang.content.royalties.forms import BudgetForm, PayeeForm, TableForm
from conglang.content.royalties.law import law, priced
from conglang.content.royalties.models import MonthSheet, Payee, RateTable
from conglang.content.royalties.permissions import PROPOSE, READ, SET_BUDGET, SET_TABLE, TABLES
from conglang.content.royalties.services.keep import (
    confirm_table,
    enter_table,
    keep_payee,
    set_budget,
)
from conglang.content.royalties.views.framing import frame, tell_refusal
from conglang.content.royalties.wording import rate_words
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now


@needs(TABLES)
def tables(request: HttpRequest) -> HttpResponse:
    """The decree in force, the tables of the unit and above it, and the form for a new one."""
    by, unit = actor_of(request), named_unit(request, TABLES)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "xac-nhan" in sent:
        return _confirm(request, unit)
    form = TableForm(sent)
    if sent is not None:
        require(by, SET_TABLE, unit)
        if form.is_valid():
            try:
                enter_table(by=by, unit_id=unit.pk, table=form.table(), now=clock_now())
            except ValidationError as refused:
                take_errors(form, refused)
            else:
                messages.success(request, _("The table is entered. Another person confirms it."))
                return redirect(f"{request.path}{frame(by, unit, 'tables')['query']}")
    may_set, regime = by.may(SET_TABLE, unit.pk), law().regime(local_day(clock_now()))
    context = frame(by, unit, "tables") | {
        "regime": regime,
        "certainty": CERTAINTIES[regime.certainty],
        "unit_value": law().unit_value(local_day(clock_now())),
        "tables": [_table(row, unit, by.user_id if may_set else None) for row in queries.tables_for(unit)],
        "form": form if may_set else None,
        "is_sent": sent is not None,
    }
    return render(request, "royalties/tables.html", context, status=422 if form.errors else 200)


def _table(row: RateTable, unit: Unit, user_id: int | None) -> dict[str, Any]:
    rates = row.as_table.rates
    waits = row.confirmed_at is None and user_id is not None and row.entered_by_id != user_id
    return {
        "table": row,
        "is_own": row.scope == unit.code,
        "may_confirm": waits and row.scope == unit.code,
        "rates": [(priced()[key].title, rate_words(rates[key])) for key in priced() if key in rates],
    }


def _confirm(request: HttpRequest, unit: Unit) -> HttpResponse:
    by, wanted = actor_of(request), request.POST["xac-nhan"]
    require(by, SET_TABLE, unit)
    if not wanted.isdecimal():
        raise NotFound
    try:
        confirm_table(by=by, unit_id=unit.pk, table_id=int(wanted[:18]), now=clock_now())
    except ValidationError as refused:
        tell_refusal(request, refused)
    else:
        messages.success(request, _("The table is confirmed and counts from its first day."))
    return redirect(f"{request.path}{frame(by, unit, 'tables')['query']}")


@needs(READ)
def budget(request: HttpRequest) -> HttpResponse:
    """What may be spent in each year, what was, and what is left; the sheets are behind each figure."""
    by, unit = actor_of(request), named_unit(request, READ)
    today = local_day(clock_now())
    form = BudgetForm(request.POST if request.method == "POST" else None, initial={"year": today.year})
    if request.method == "POST":
        require(by, SET_BUDGET, unit)
        if form.is_valid():
            try:
                set_budget(by=by, unit_id=unit.pk, now=clock_now(), **form.cleaned_data)
            except ValidationError as refused:
                take_errors(form, refused)
            else:
                messages.success(request, _("The budget is set."))
                return redirect(f"{request.path}{frame(by, unit, 'budget')['query']}")
    sheets = list(queries.sheets(unit.pk))
    years = sorted({today.year, *(row.month.year for row in sheets)}, reverse=True)
    context = frame(by, unit, "budget") | {
        "years": [
            (queries.balance(unit.pk, year), [row for row in sheets if row.month.year == year])
            for year in years
        ],
        "form": form if by.may(SET_BUDGET, unit.pk) else None,
    }
    return render(request, "royalties/budget.html", context, status=422 if form.errors else 200)


@needs(READ)
def payee(request: HttpRequest, pk: int) -> HttpResponse:
    """Who somebody is and where the money goes, with everything they got."""
    by = actor_of(request)
    row: Payee | None = Payee.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    form = PayeeForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST":
        require(by, PROPOSE, row)
        if form.is_valid():
            try:
                keep_payee(by=by, payee=form.save(commit=False), now=clock_now())
            except ValidationError as refused:
                take_errors(form, refused)
            else:
                messages.success(request, _("The payee is stored."))
                return redirect("royalties:payee", pk=pk)
    found = MonthSheet.objects.filter(works__payments__payee=row).distinct().order_by("-month")
    context = frame(by, row.unit, "months") | {
        "payee": row,
        "form": form if by.may(PROPOSE, row.unit_id) else None,
        "sheets": [(each, f"{reverse('royalties:sheet', args=[each.pk])}?nguoi={pk}") for each in found],
    }
    return render(request, "royalties/payee.html", context, status=422 if form.errors else 200)
