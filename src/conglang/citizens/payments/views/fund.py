"""One fund at the desk: who was asked, what came in and went out, and everything one may do about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.tables import CSV_TYPE, XLSX_TYPE
from conglang.base.ui.sent import uid_of
from conglang.base.units.models import Site
from conglang.citizens.payments import queries
from conglang.citizens.payments.drawing import code_of
from conglang.citizens.payments.forms import PaidForm, PayersForm, ReasonForm, SpendingForm, TakeBackForm
from conglang.citizens.payments.models import Fund, PaymentRequest, Spending
from conglang.citizens.payments.papers import list_of, receipt_of
from conglang.citizens.payments.permissions import CONFIRM, END, MANAGE, READ
from conglang.citizens.payments.rules import State
from conglang.citizens.payments.services import collect, funds
from conglang.citizens.payments.views.framing import key_of, shown
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.papers.downloads import download

PER_PAGE = 50
FILES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
FORMS: dict[str, Any] = {
    "ask": PayersForm,
    "paid": PaidForm,
    "undo": TakeBackForm,
    "drop": TakeBackForm,
    "spend": SpendingForm,
    "end": ReasonForm,
}


@dataclass
class _Sheet:
    """One fund at the desk, with a form that was filled in wrongly, or why something was refused."""

    request: HttpRequest
    by: Actor
    row: Fund
    faulty: dict[str, Any] = field(default_factory=dict)
    refused: str = ""

    @property
    def given(self) -> dict[str, Any]:
        """What every service of the fund wants."""
        return {"by": self.by, "fund_id": self.row.pk, "now": clock_now()}

    def named(self, form: Any) -> PaymentRequest:
        """The fund's request with the typed reference. Raises ValidationError."""
        found = queries.request_at([self.row.unit_id], form.cleaned_data["ma"])
        if found is None or found.fund_id != self.row.pk:
            raise ValidationError({"ma": _("This fund has no request with this reference.")})
        return found


@needs(READ)
def fund(request: HttpRequest, pk: int) -> HttpResponse:
    """The fund's page, its slips to print (`?in=`), its list (`?tep=`) and receipts (`?giay=`)."""
    by = actor_of(request)
    row = queries.desk_funds().filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    sheet = _Sheet(request, by, row)
    if request.method == "POST":
        done = _act(sheet, request.POST.get("act", ""))
        if done is not None:
            return done
    elif request.GET.get("tep") in FILES:
        return _file(row, request.GET["tep"])
    elif "giay" in request.GET:
        return _receipt(row, request.GET["giay"])
    elif request.GET.get("in") == "phieu":
        return _slips(request, row)
    status = 422 if sheet.faulty or sheet.refused else 200
    return render(request, "payments/fund.html", _context(sheet), status=status)


def _act(sheet: _Sheet, act: str) -> HttpResponse | None:
    """Carry out what was sent; None when it was refused."""
    form = FORMS[act](sheet.request.POST, auto_id=f"{act}-%s") if act in FORMS else None
    if form is None and act not in _PLAIN:
        raise NotFound
    try:
        if form is None:
            _PLAIN[act](sheet)
        elif form.is_valid():
            _TYPED[act](sheet, form)
    except ValidationError as refused:
        if form is None:
            sheet.refused = " ".join(refused.messages)
            return None
        form.add_error(None, refused)
    if form is not None and form.errors:
        sheet.faulty[act] = form
        return None
    return redirect("payments:fund", pk=sheet.row.pk)


def _confirm(sheet: _Sheet) -> None:
    funds.confirm_fund(**sheet.given)


def _confirm_spending(sheet: _Sheet) -> None:
    funds.confirm_spending(by=sheet.by, spending_id=_spending(sheet), now=clock_now())


def _end_spending(sheet: _Sheet) -> None:
    reason = _("taken back on the page of the fund")
    funds.end_spending(by=sheet.by, spending_id=_spending(sheet), reason=reason, now=clock_now())


def _spending(sheet: _Sheet) -> int:
    """The key of one of the fund's spendings. Raises NotFound."""
    key = key_of(sheet.request, "spending")
    if not Spending.objects.filter(pk=key, fund=sheet.row).exists():
        raise NotFound
    return key


def _ask(sheet: _Sheet, form: PayersForm) -> None:
    collect.ask(**sheet.given, asked=form.cleaned_data["payers"], form=uid_of(sheet.request.POST.get("uid")))


def _paid(sheet: _Sheet, form: PaidForm) -> None:
    request = sheet.named(form)
    collect.confirm_paid(by=sheet.by, request_id=request.pk, seen=form.seen(), now=clock_now())


def _undo(sheet: _Sheet, form: TakeBackForm) -> None:
    request, reason = sheet.named(form), form.cleaned_data["reason"]
    collect.undo_paid(by=sheet.by, request_id=request.pk, reason=reason, now=clock_now())


def _drop(sheet: _Sheet, form: TakeBackForm) -> None:
    request, reason = sheet.named(form), form.cleaned_data["reason"]
    collect.drop(by=sheet.by, request_id=request.pk, reason=reason, now=clock_now())


def _spend(sheet: _Sheet, form: SpendingForm) -> None:
    funds.enter_spending(**sheet.given, outlay=form.outlay())


def _end(sheet: _Sheet, form: ReasonForm) -> None:
    funds.end_fund(**sheet.given, reason=form.cleaned_data["reason"])


_PLAIN: dict[str, Callable[[_Sheet], None]] = {
    "confirm": _confirm,
    "confirm_spending": _confirm_spending,
    "end_spending": _end_spending,
}
_TYPED: dict[str, Callable[[_Sheet, Any], None]] = {
    "ask": _ask, "paid": _paid, "undo": _undo, "drop": _drop, "spend": _spend, "end": _end,
}  # fmt: skip


def _context(sheet: _Sheet) -> dict[str, Any]:
    row, by, today = sheet.row, sheet.by, local_day(clock_now())
    line = queries.lines([row], today)[0]
    manages, confirms = by.may(MANAGE, row.unit_id), by.may(CONFIRM, row.unit_id)
    requests = queries.requests_of(row)
    return shown(line) | {
        "refused": sheet.refused,
        "site": Site.objects.filter(unit=row.unit_id).values_list("host", flat=True).first(),
        "may_confirm": confirms and row.is_waiting and row.proposed_by_id != by.user_id,
        "confirms": confirms,
        "ends": by.may(END, row.unit_id),
        "by": by,
        "manages": manages,
        "page": Paginator(requests, PER_PAGE).get_page(sheet.request.GET.get("page")),
        "has_slips": manages and _open(row).exists() and queries.takes_money(row, today),
        "spendings": Spending.objects.filter(fund=row, ended_at=None),
        "uid": uid_of(sheet.request.POST.get("uid")),
        "forms": _forms(sheet, line.state, manages=manages),
    }


def _forms(sheet: _Sheet, state: State, *, manages: bool) -> dict[str, Any]:
    """What can be typed here now, by act; one that was filled in wrongly comes back."""
    row, typed = sheet.row, sheet.request.GET.get("ma", "")
    chosen = queries.request_at([row.unit_id], typed) if typed else None
    known: dict[str, Any] = {"ma": typed, "on": local_day(clock_now())}
    if chosen is not None:
        known["amount"] = chosen.amount
    offered = {
        "ask": manages and state in {State.COMING, State.OPEN},
        "paid": manages and row.confirmed_at is not None and (chosen is None or chosen.is_open),
        "undo": manages and chosen is not None and chosen.is_paid,
        "drop": manages and chosen is not None and chosen.is_open,
        "spend": manages and row.confirmed_at is not None,
        "end": sheet.by.may(END, row.unit_id) and row.ended_at is None,
    }
    fresh = {act: kind(auto_id=f"{act}-%s", initial=known) for act, kind in FORMS.items() if offered[act]}
    return fresh | sheet.faulty


def _open(row: Fund) -> Any:
    return queries.requests_of(row).filter(paid_on=None)


def _file(row: Fund, extension: str) -> HttpResponse:
    """The list with the names of payers, for the desk's own books and the board."""
    answer = HttpResponse(list_of(queries.requests_of(row), extension), content_type=FILES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{row.code}.{extension}"'
    return _private(answer)


def _receipt(row: Fund, typed: str) -> HttpResponse:
    found = queries.request_at([row.unit_id], typed)
    if found is None or found.fund_id != row.pk or not found.is_paid:
        raise NotFound
    return _private(download(receipt_of(found), "pdf", f"giay-xac-nhan-{found.reference}"))


def _slips(request: HttpRequest, row: Fund) -> HttpResponse:
    """A slip for each payer who has not paid, one below the other, to be cut and handed over."""
    require(actor_of(request), MANAGE, row)
    if not queries.takes_money(row, local_day(clock_now())):
        raise NotFound
    rows = [(each, code_of(each.payload())) for each in _open(row)[: queries.MOST_SHOWN]]
    return _private(render(request, "payments/slips.html", {"fund": row, "slips": rows}))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
