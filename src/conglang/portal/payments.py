"""Funds and contributions: what is collected and spent, how to transfer, what became of one's own slip."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import visitors
from conglang.base.ui.csv_files import csv_file
from conglang.citizens.payments import queries
from conglang.citizens.payments.drawing import code_of
from conglang.citizens.payments.models import PaymentRequest
from conglang.citizens.payments.rules import State
from conglang.citizens.payments.wording import STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.portal.cases.frame import for_one_reader
from conglang.portal.feeds import base_of
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import stored
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.rules import network_of

ADDRESS, SECTION = "/dong-gop/", "funds"
ROOM = Room(gettext_lazy("Funds and contributions"), ADDRESS)
AN_HOUR, TRIES_OF_NETWORK = 3600, 60


class SlipForm(forms.Form):
    """One's own slip by its reference."""

    ma = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=24,
        help_text=gettext_lazy("It stands on your slip and in the words of your transfer."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """Every fund with what came in and was spent, the latest first."""
    context = framed(request, ROOM, _("Funds and contributions"), ADDRESS) | _lists(request)
    return render(request, "portal/payments/index.html", context)


def of_section(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse | None:
    """The funds in their section of the site, while it has no items of its own."""
    if section.key != SECTION:
        return None
    found = _lists(request)
    if not found["rows"]:
        return None
    return render(request, "portal/payments/index.html", context | found | {"heading": section.title})


def _lists(request: HttpRequest) -> dict[str, Any]:
    unit = unit_of(request)
    page = page_of(request, queries.published(own_ids(unit)))
    lines = queries.lines(page, day_of(unit))
    return {
        "page": page,
        "rows": [(line, STATES[line.state], TONES.get(line.state, "")) for line in lines],
    }


@visitors
@require_safe
@stored
def figures(request: HttpRequest) -> HttpResponse:
    """The same as a table for spreadsheets."""
    unit = unit_of(request)
    lines = queries.lines(queries.published(own_ids(unit))[: queries.MOST_SHOWN], day_of(unit))
    return csv_file(queries.public_table(lines, STATES), "khoan-thu-dong-gop.csv")


@visitors
@require_safe
@stored
def fund(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One fund: its law, its code, its account in words, what was spent."""
    unit = unit_of(request)
    row, today = queries.public_fund(own_ids(unit), uid), day_of(unit)
    if row is None:
        raise Http404
    [line] = queries.lines([row], today)
    context = framed(request, ROOM, row.title, row.get_absolute_url()) | {
        "fund": row,
        "totals": line.totals,
        "state": STATES[line.state],
        "tone": TONES.get(line.state, ""),
        "is_open": line.state is State.OPEN,
        "picture": code_of(row.payload()) if queries.takes_money(row, today) else "",
        "spendings": queries.spendings([row]),
        "base": base_of(request),
    }
    return render(request, "portal/payments/fund.html", context)


@visitors
@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    """One's own slip: the code to pay with, then that the money came. It names nobody."""
    unit, now = unit_of(request), clock_now()
    form = SlipForm(request.GET if "ma" in request.GET else None)
    found: PaymentRequest | None = None
    status = 200
    if form.is_valid():
        network = network_of(client_address(request) or "")
        if take(f"slip:{network}", TRIES_OF_NETWORK, now, AN_HOUR).is_over:
            form.add_error(
                "ma", _("Very many slips were looked up from your network. Please try again in an hour.")
            )
            status = 429
        else:
            found = queries.request_at(own_ids(unit), form.cleaned_data["ma"])
            if found is None:
                form.add_error(
                    "ma", _("There is no slip with this reference here. Please check each character.")
                )
    if form.errors and status == 200:
        status = 422
    context = framed(request, ROOM, _("Look up my slip"), f"{ADDRESS}tra-cuu/") | _shown(
        found, local_day(now)
    )
    context |= {"form": form, "base": base_of(request)}
    return for_one_reader(render(request, "portal/payments/slip.html", context, status=status))


def _shown(found: PaymentRequest | None, today: date) -> dict[str, Any]:
    """What the page says of a slip."""
    if found is None:
        return {"slip": None}
    may_pay = found.is_open and queries.takes_money(found.fund, today)
    return {"slip": found, "fund": found.fund, "picture": code_of(found.payload()) if may_pay else ""}
