"""Accounts that receive money: proposed by one person, confirmed by another, ended by either."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.accounts.places import unit_of
from conglang.citizens.payments import queries
from conglang.citizens.payments.forms import AccountForm, NumberForm, ReasonForm
from conglang.citizens.payments.models import ReceivingAccount
from conglang.citizens.payments.permissions import CONFIRM, END, MANAGE, READ
from conglang.citizens.payments.services.accounts import confirm_account, end_account, propose_account
from conglang.citizens.payments.views.framing import key_of
from conglang.kernel.clock import now as clock_now


@needs(READ)
def accounts(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first, each with what this person may do about it."""
    by = actor_of(request)
    unit = unit_of(by, READ)
    rows = queries.accounts(unit.pk)
    act, faulty = request.POST.get("act", ""), None
    if request.method == "POST":
        faulty = _form(act, rows, request.POST)
        if faulty.is_valid():
            try:
                _carry_out(request, by, unit.pk, faulty)
            except ValidationError as refused:
                faulty.add_error(None, refused)
            else:
                return redirect("payments:accounts")
    typed = {(act, request.POST.get("account", "")): faulty}
    context = {
        "rows": [(row, {act: typed.get((act, str(row.pk))) or form for act, form in _offered(row, by)})
                 for row in rows],
        "unit": unit,
        "form": (typed.get(("propose", "")) or _form("propose", rows)) if by.may(MANAGE, unit.pk) else None,
    }  # fmt: skip
    return render(request, "payments/accounts.html", context, status=422 if faulty else 200)


def _form(act: str, rows: Any, data: Any = None) -> Any:
    if act == "propose":
        return AccountForm(data, accounts=rows)
    if act not in {"confirm", "end"}:
        raise NotFound
    name = f"{act}-{data.get('account', '')}-%s" if data else f"{act}-%s"
    return (NumberForm if act == "confirm" else ReasonForm)(data, auto_id=name)


def _offered(row: ReceivingAccount, by: Actor) -> list[tuple[str, Any]]:
    """What this person may do about the account, with a form each."""
    confirms = row.is_waiting and by.may(CONFIRM, row.unit_id) and row.proposed_by_id != by.user_id
    ends = row.ended_at is None and by.may(END, row.unit_id)
    forms: list[tuple[str, Any]] = []
    if confirms:
        forms.append(("confirm", NumberForm(auto_id=f"confirm-{row.pk}-%s")))
    if ends:
        forms.append(("end", ReasonForm(auto_id=f"end-{row.pk}-%s")))
    return forms


def _carry_out(request: HttpRequest, by: Actor, unit_id: int, form: Any) -> None:
    act, given, now = request.POST["act"], form.cleaned_data, clock_now()
    if act == "propose":
        old = given["replaces"]
        propose_account(
            by=by, unit_id=unit_id, account=form.account(), replaces_id=old.pk if old else None, now=now
        )
    elif act == "confirm":
        confirm_account(by=by, account_id=key_of(request, "account"), typed_number=given["number"], now=now)
    else:
        end_account(by=by, account_id=key_of(request, "account"), reason=given["reason"], now=now)
