"""One work of a sheet: how its money comes about, and what can be set or adjusted."""

from decimal import Decimal
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
from conglang.base.ui.sent import take_errors
from conglang.content.royalties.forms import AdjustmentForm, WorkForm, initial_of
from conglang.content.royalties.law import priced
from conglang.content.royalties.models import Adjustment, Paid, Status, Work
from conglang.content.royalties.permissions import ADJUST, PROPOSE, READ
from conglang.content.royalties.queries import prices_of
from conglang.content.royalties.rules import Kind, NoPrice, Part
from conglang.content.royalties.services.set_work import adjust, set_work
from conglang.content.royalties.views.framing import frame, tell_refusal
from conglang.content.royalties.wording import PARTS, amount, rate_words, use_title
from conglang.kernel.clock import now as clock_now


@needs(READ)
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of the arithmetic, the payments with their adjustments, and the forms for changes."""
    by = actor_of(request)
    row: Work | None = Work.objects.select_related("sheet", "unit", "article").filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "payment" in sent:
        return _adjust(request, row)
    form = WorkForm(sent, work=row, initial=initial_of(row))
    if sent is not None and form.is_valid():
        try:
            set_work(by=by, work_id=pk, facts=form.facts(), now=clock_now())
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            messages.success(request, _("The work was reckoned anew."))
            return redirect("royalties:work", pk=pk)
    is_open = row.sheet.status == Status.PROPOSED
    context = frame(by, row.unit, "months") | {
        "work": row,
        "use": use_title(row.use),
        "steps": _steps(row),
        "payments": [(paid, PARTS[Part(paid.part)]) for paid in _payments(row)],
        "adjustments": Adjustment.objects.filter(work=row).select_related("payee"),
        "form": form if is_open and by.may(PROPOSE, row.unit_id) else None,
        "prices": _prices(row),
        "may_adjust": is_open and by.may(ADJUST, row.unit_id),
        "trouble": priced()[row.trouble].title if row.trouble in priced() else row.trouble,
        "back_url": reverse("royalties:sheet", args=[row.sheet_id]),
        "article_url": reverse("workspace:item", args=[row.article_id]),
    }
    return render(request, "royalties/work.html", context, status=422 if form.errors else 200)


def _payments(row: Work) -> Any:
    return Paid.objects.filter(work=row).select_related("payee")


def _steps(row: Work) -> list[tuple[str, str]]:
    """Each step with its value, in the law's words."""
    steps = row.reckoned.get("steps", ())
    return [(priced()[key].title, amount(Decimal(value), Kind(kind))) for key, value, kind in steps]


def _prices(row: Work) -> str:
    """What may be chosen for the genre."""
    try:
        tariff = prices_of(row.unit).on(row.published_on)
    except NoPrice:
        return ""
    return rate_words(tariff.rates.get(row.genre))


def _adjust(request: HttpRequest, row: Work) -> HttpResponse:
    by = actor_of(request)
    require(by, ADJUST, row)
    form = AdjustmentForm(request.POST, payments=_payments(row))
    if form.is_valid():
        given = form.cleaned_data
        try:
            adjust(
                by=by, payment_id=given["payment"].pk, amount=given["amount"], reason=given["reason"],
                now=clock_now(),
            )  # fmt: skip
        except ValidationError as refused:
            tell_refusal(request, refused)
        else:
            messages.success(request, _("The amount is adjusted; the old one stays on record."))
    else:
        messages.error(request, _("Please give an amount in whole đồng and the reason."))
    return redirect("royalties:work", pk=row.pk)
