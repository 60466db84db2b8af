"""The months of a unit, and one sheet with its people and works."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import named_unit
from conglang.content.royalties import queries
from conglang.content.royalties.models import MonthSheet, Status, month_of
from conglang.content.royalties.papers import sheet_of
from conglang.content.royalties.permissions import APPROVE, CLOSE, OWN, PROPOSE, READ
from conglang.content.royalties.queries import Sums
from conglang.content.royalties.rules import Part
from conglang.content.royalties.services.decide import approve_sheet, close_sheet
from conglang.content.royalties.services.propose import propose
from conglang.content.royalties.tables import XLSX, workbook
from conglang.content.royalties.views.framing import frame, tell_refusal
from conglang.content.royalties.wording import PARTS, TONES, use_title
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.money import VND
from conglang.kernel.text import slugify
from conglang.tools.papers.downloads import FORMS, download

MONTHS_BACK = 12


@needs(OWN)
def months(request: HttpRequest) -> HttpResponse:
    """Sheets of the unit for those who see its money; for everybody what they themselves get."""
    by, unit = actor_of(request), named_unit(request, OWN)
    if request.method == "POST":
        require(by, PROPOSE, unit)
        try:
            month = date.fromisoformat(f"{request.POST.get('thang', '')}-01")
        except ValueError:
            raise NotFound from None
        return _propose(request, unit.pk, month)
    sees_all, today = by.may(READ, unit.pk), local_day(clock_now())
    known = list(queries.sheets(unit.pk)) if sees_all else []
    context = frame(by, unit, "months") | {
        "sees_all": sees_all,
        "sheets": [(row, TONES[Status(row.status)]) for row in known],
        "offers": _offers(today, {row.month for row in known}) if by.may(PROPOSE, unit.pk) else [],
        "balance": queries.balance(unit.pk, today.year) if sees_all else None,
        "own": [
            (row, PARTS[Part(row.part)], row.work.sheet.get_status_display())
            for row in queries.own_payments(by.user_id)[:200]
        ],
    }
    return render(request, "royalties/months.html", context)


def _offers(today: date, known: set[date]) -> list[tuple[str, str]]:
    """The latest months without a sheet, the newest first."""
    past = [(today.year * 12 + today.month - 1) - back for back in range(MONTHS_BACK)]
    found = [date(each // 12, each % 12 + 1, 1) for each in past]
    return [(f"{month:%Y-%m}", f"{month:%m/%Y}") for month in found if month not in known]


def _propose(request: HttpRequest, unit_id: int, month: date) -> HttpResponse:
    try:
        row = propose(by=actor_of(request), unit_id=unit_id, month=month_of(month), now=clock_now())
    except ValidationError as refused:
        tell_refusal(request, refused)
        return redirect("royalties:months")
    messages.success(request, _("The sheet is drawn up from what was published in the month."))
    return redirect("royalties:sheet", pk=row.pk)


@needs(READ)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: its sums, people, works and the next step; `nguoi` shows what is behind a person's sum."""
    by = actor_of(request)
    row: MonthSheet | None = MonthSheet.objects.select_related("unit", "duty").filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    if request.method == "POST":
        return _act(request, row)
    sums, wanted = queries.sums_of(row), request.GET.get("tep", "")
    if wanted == XLSX or wanted in FORMS:
        return _file(sums, wanted)
    return render(request, "royalties/sheet.html", _shown(request, by, sums))


def _shown(request: HttpRequest, by: Actor, sums: Sums) -> dict[str, Any]:
    row = sums.sheet
    person = request.GET.get("nguoi", "")
    own = [paid for paid in sums.paid if str(paid.payee_id) == person]
    is_open = row.status == Status.PROPOSED
    return frame(by, row.unit, "months") | {
        "sheet": row,
        "sums": sums,
        "tone": TONES[Status(row.status)],
        "words": VND(sums.net).words(),
        "people": sums.people,
        "works": [(work, use_title(work.use), sums.of_work(work.pk)) for work in sums.works],
        "person": own[0].payee if own else None,
        "own": [(paid, PARTS[Part(paid.part)]) for paid in own],
        "balance": queries.balance(row.unit_id, row.month.year),
        "too_many_fees": sums.most_fees is not None and sums.fees > sums.most_fees,
        "may_reckon": is_open and by.may(PROPOSE, row.unit_id),
        "may_approve": is_open and by.may(APPROVE, row.unit_id) and by.user_id not in row.hands,
        "may_close": row.status == Status.APPROVED and by.may(CLOSE, row.unit_id),
        "today": local_day(clock_now()).isoformat(),
        "seen": row.changed_at.isoformat(),
        "duty_url": reverse("duties:duty", args=[row.duty_id]) if row.duty_id else "",
        "forms": [(name.upper(), f"?tep={name}") for name in (XLSX, *FORMS)],
    }


def _act(request: HttpRequest, row: MonthSheet) -> HttpResponse:
    by, sent = actor_of(request), request.POST
    try:
        if "duyet" in sent:
            approve_sheet(by=by, sheet_id=row.pk, seen=_instant(sent["duyet"]), now=clock_now())
        elif "chi" in sent:
            close_sheet(by=by, sheet_id=row.pk, paid_on=_day(sent.get("ngay", "")), now=clock_now())
        else:
            return _propose(request, row.unit_id, row.month)
    except ValidationError as refused:
        tell_refusal(request, refused)
    else:
        messages.success(request, _("It is on record."))
    return redirect("royalties:sheet", pk=row.pk)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Please give the day of the payment.")) from None


def _file(sums: Sums, extension: str) -> HttpResponse:
    unit = sums.sheet.unit
    name = f"Nhuận bút {sums.sheet.month:%m-%Y} {unit.title}"
    if extension != XLSX:
        return download(sheet_of(sums, unit), extension, name)
    answer = HttpResponse(
        workbook(sums, unit),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name)[:100]}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
