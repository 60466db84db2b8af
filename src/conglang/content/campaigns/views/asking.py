"""The asking side: what we collect, a campaign and its checklist, how it stands with everyone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.ui.sent import take_errors, uid_of
from conglang.base.units.models import Unit
from conglang.content.campaigns import queries
from conglang.content.campaigns.exports import TABLES, archive, table
from conglang.content.campaigns.forms import CloseForm, ExtendForm, WishForm, item_forms
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.permissions import ASK, READ
from conglang.content.campaigns.queries import Sheet
from conglang.content.campaigns.rules import Item, Wanted
from conglang.content.campaigns.services.follow_up import close_campaign, extend_campaign, remind_late
from conglang.content.campaigns.services.start import start_campaign
from conglang.content.campaigns.services.write import change_campaign, write_campaign
from conglang.content.campaigns.wording import standing
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import slugify

PER_PAGE = 50
OWN = "phan=thu-thap"


@needs(READ)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What we are asked for, or what we collect."""
    by, shows_own = actor_of(request), request.GET.get("phan") == "thu-thap"
    rows: Any = queries.campaigns() if shows_own else queries.asks()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("campaigns:overview")
    context = {
        "page": page,
        "shows_own": shows_own,
        "rows": [_campaign_row(row) if shows_own else _ask_row(row) for row in page],
        "tabs": [
            {"label": _("Asked of us"), "url": here, "current": not shows_own, "count": None},
            {
                "label": _("What we collect"),
                "url": f"{here}?{OWN}",
                "current": shows_own,
                "count": None,
            },
        ],
        "new_url": reverse("campaigns:new") if by.may(ASK, by.unit_id) else "",
    }
    return render(request, "campaigns/overview.html", context)


def _campaign_row(row: Campaign) -> dict[str, Any]:
    words, tone = (_("closed"), "") if row.closed_at else (_("being prepared"), "warning")
    if row.started_at and not row.closed_at:
        words, tone = _("material comes in"), "info"
    return {"title": row.title, "url": reverse("campaigns:campaign", args=[row.pk]), "who": row.unit.title,
            "due_on": row.due_on, "state": words, "tone": tone}  # fmt: skip


def _ask_row(row: Ask) -> dict[str, Any]:
    duty = row.duty
    words, tone = _("still to be answered"), "warning"
    if duty is not None and duty.fulfilled_at:
        words, tone = _("everything accepted"), "success"
    elif row.closed_at:
        words, tone = _("closed"), ""
    elif duty is not None and duty.paused_at:
        words, tone = _("handed in, being looked at"), "info"
    elif row.due_on < local_day(clock_now()):
        words, tone = _("late"), "danger"
    who = f"{row.asker.title} → {row.asked}"
    return {"title": row.title, "url": reverse("campaigns:ask", args=[row.pk]), "who": who,
            "due_on": row.due_on, "state": words, "tone": tone}  # fmt: skip


@needs(ASK)
def new(request: HttpRequest) -> HttpResponse:
    """A campaign for the acting unit: empty, from an earlier one, or from what the catalogue lacks."""
    by = actor_of(request)
    unit = Unit.objects.filter(pk=by.unit_id or 0).first()
    if unit is None:
        raise NotFound
    require(by, ASK, unit)
    initial: dict[str, Any] = {}
    items: list[Item] = []
    copied = request.GET.get("mau", "")
    if copied.isdecimal():
        earlier = queries.find_campaign(by, int(copied))
        items = [Item.of_data({**each, "due_on": ""}) for each in earlier.items]
        initial = {name: getattr(earlier, name) for name in ("title", "reason", "basis", "asked")}
    elif request.GET.get("tu") == "cong-khai":
        initial, items = {"title": _("What is missing in the catalogue of disclosure")}, _lacking(by, unit)
    return _written(request, by, unit, None, initial, items)


def _lacking(by: Actor, unit: Unit) -> list[Item]:
    known = {kind.value: kind for kind in Wanted}
    return [
        Item("", title, what, tuple(known[kind] for kind in kinds if kind in known))
        for title, kinds, what in queries.missing_headings(by, unit, local_day(clock_now()))
    ]


def _written(
    request: HttpRequest,
    by: Actor,
    unit: Unit,
    row: Campaign | None,
    initial: dict[str, Any],
    items: list[Item],
) -> HttpResponse:
    """The letter with its checklist; it is stored, or stored and sent."""
    data = request.POST if request.method == "POST" else None
    form = WishForm(data, initial=initial, askable=queries.askable(unit, local_day(clock_now())))
    lines = item_forms(data, items)
    uid = uid_of(request.POST.get("uid"))
    if data is not None and "more" in data:
        form.wait()
        for each in lines.forms:
            each.wait()
    elif data is not None and form.is_valid() and lines.is_valid():
        stored = _store(form, lines, by, unit, row, uid, sends="start" in data)
        if stored is not None:
            told = _("It was sent. The duties are running.") if stored.started_at else _("It was saved.")
            messages.success(request, told)
            return redirect("campaigns:campaign", pk=stored.pk)
    context = {
        "form": form,
        "lines": lines,
        "uid": uid,
        "unit": unit,
        "campaign": row,
        "lacking_url": "" if row else "?tu=cong-khai",
        "back_url": f"{reverse('campaigns:overview')}?{OWN}",
    }
    is_faulty = data is not None and "more" not in data
    return render(request, "campaigns/write.html", context, status=422 if is_faulty else 200)


def _store(
    form: WishForm, lines: Any, by: Actor, unit: Unit, row: Campaign | None, uid: UUID, *, sends: bool
) -> Campaign | None:
    now = clock_now()
    wish = form.wish([each.item() for each in lines.forms if each.cleaned_data.get("name")])
    try:
        with transaction.atomic():
            if row is None:
                row = write_campaign(by=by, unit_id=unit.pk, uid=uid, wish=wish, now=now)
            else:
                row = change_campaign(by=by, campaign_id=row.pk, wish=wish, now=now)
            return start_campaign(by=by, campaign_id=row.pk, now=now) if sends else row
    except ValidationError as refused:
        take_errors(form, refused)
    return None


@needs(READ)
def campaign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How a campaign stands with everyone; before it starts, its form."""
    by = actor_of(request)
    row = queries.find_campaign(by, pk)
    may_ask = by.may(ASK, row.unit_id)
    if may_ask and not row.started_at and not row.closed_at and "act" not in request.POST:
        initial = {name: getattr(row, name) for name in ("title", "reason", "basis", "due_on", "asked")}
        return _written(request, by, row.unit, row, initial, row.checklist)
    sheets = queries.sheets_of(row)
    wanted = request.GET.get("tep", "")
    if wanted in {*TABLES, "zip"}:
        return _taken_out(by, row, sheets, wanted)
    extend, close = ExtendForm(prefix="han"), CloseForm(prefix="dong")
    if request.method == "POST":
        require(by, ASK, row)
        act = request.POST.get("act", "")
        extend = ExtendForm(request.POST if act == "extend" else None, prefix="han")
        close = CloseForm(request.POST if act == "close" else None, prefix="dong")
        done = _act(by, row, act, extend, close)
        if done:
            messages.success(request, done)
            return redirect("campaigns:campaign", pk=pk)
    on = local_day(clock_now())
    shown = [_sheet_row(sheet, sheet.late(on)) for sheet in sheets]
    context = {
        "campaign": row,
        "items": row.checklist,
        "rows": shown,
        "settled": sum(sheet.is_settled for sheet in sheets),
        "late": sum(bool(each["late"]) for each in shown),
        "acts": may_ask and row.started_at and not row.closed_at,
        "extend": extend,
        "close": close,
        "files": len(queries.files_of(sheets)),
        "copy_url": f"{reverse('campaigns:new')}?mau={row.pk}" if by.may(ASK, by.unit_id) else "",
        "back_url": f"{reverse('campaigns:overview')}?{OWN}",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/campaign.html", context, status=status)


def _sheet_row(sheet: Sheet, late: set[str]) -> dict[str, Any]:
    return {
        "who": sheet.ask.asked,
        "url": reverse("campaigns:ask", args=[sheet.ask.pk]),
        "due_on": sheet.ask.due_on,
        "reminded_on": sheet.ask.reminded_on,
        "late": late,
        "cells": [
            (line.item.name, *standing(line, is_late=line.item.key in late, came_late=sheet.came_late(line)))
            for line in sheet.lines
        ],
    }


def _act(by: Actor, row: Campaign, act: str, extend: ExtendForm, close: CloseForm) -> str:
    """Carry out what was sent; what is said afterwards, nothing when it was refused."""
    now = clock_now()
    if act == "remind":
        told = remind_late(by=by, campaign_id=row.pk, now=now)
        if not told:
            return _("Nobody was reminded: nobody is late, or all were reminded today.")
        return ngettext("%(count)d was reminded.", "%(count)d were reminded.", told) % {"count": told}
    try:
        if act == "extend" and extend.is_valid():
            extend_campaign(by=by, campaign_id=row.pk, now=now, **extend.cleaned_data)
            return _("The last day was extended.")
        if act == "close" and close.is_valid():
            close_campaign(by=by, campaign_id=row.pk, now=now, **close.cleaned_data)
            return _("The campaign was closed.")
    except ValidationError as refused:
        take_errors(extend if act == "extend" else close, refused)
    return ""


def _taken_out(by: Actor, row: Campaign, sheets: list[Sheet], extension: str) -> HttpResponseBase:
    now = clock_now()
    with transaction.atomic():
        record("campaigns.taken_out", row, by=by, now=now, format=extension)
    name = f"{slugify(row.title)[:80]}.{extension}"
    if extension == "zip":
        return FileResponse(
            archive(sheets), as_attachment=True, filename=name, content_type="application/zip"
        )
    answer = HttpResponse(table(row, sheets, extension, local_day(now)), content_type=TABLES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
