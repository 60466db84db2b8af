"""The desk's list of funds, where a new one is proposed, and the bank's statement."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import unit_of
from conglang.base.duties.models import CERTAINTIES
from conglang.base.ui.sent import uid_of
from conglang.citizens.payments.forms import FundForm, StatementForm
from conglang.citizens.payments.matching import Match, match
from conglang.citizens.payments.models import ReceivingAccount
from conglang.citizens.payments.permissions import CONFIRM, MANAGE, READ
from conglang.citizens.payments.purposes import purposes
from conglang.citizens.payments.queries import accounts_in_force, desk_funds, lines, waiting
from conglang.citizens.payments.rules import MOST_LINES, read_statement
from conglang.citizens.payments.services.collect import take_in
from conglang.citizens.payments.services.funds import propose_fund
from conglang.citizens.payments.views.framing import shown
from conglang.citizens.payments.wording import OUTCOME_TONES, OUTCOMES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

PER_PAGE = 30


@needs(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """Funds with their figures, the latest first; a new one is proposed here."""
    by, now = actor_of(request), clock_now()
    unit, uid = unit_of(by, READ), uid_of(request.POST.get("uid"))
    accounts = accounts_in_force(unit.pk)
    form = FundForm(request.POST if request.method == "POST" else None, accounts=accounts)
    if form.is_bound:
        require(by, MANAGE, unit)
    if form.is_valid():
        account_id = form.cleaned_data["account"].pk
        try:
            row = propose_fund(
                by=by, unit_id=unit.pk, account_id=account_id, terms=form.terms(), uid=uid, now=now
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("payments:fund", pk=row.pk)
    page = Paginator(desk_funds(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [shown(line) for line in lines(page, local_day(now))],
        "acting": unit.pk,
        "may_manage": by.may(MANAGE, unit.pk),
        "waits": by.may(CONFIRM, unit.pk) and waiting(ReceivingAccount, by).filter(unit=unit).exists(),
        "has_account": accounts.exists(),
        "form": form,
        "uid": uid,
        "purposes": [(each, CERTAINTIES[each.certainty]) for each in purposes().values()],
    }
    return render(request, "payments/overview.html", context, status=422 if form.errors else 200)


@needs(READ)
def statement(request: HttpRequest) -> HttpResponse:
    """Paste lines of the bank's statement, see what each one settles, then note those that fit."""
    by, now = actor_of(request), clock_now()
    unit = unit_of(by, READ)
    form = StatementForm(request.POST if request.method == "POST" else None)
    found: list[Match] = []
    is_done = request.POST.get("act") == "take_in"
    if form.is_valid():
        text = form.cleaned_data["statement"]
        try:
            found = (
                take_in(by=by, unit_id=unit.pk, statement=text, now=now)
                if is_done
                else match(unit.pk, list(read_statement(text))[:MOST_LINES], local_day(now))
            )
        except ValidationError as refused:  # somebody else noted one of them meanwhile
            form.add_error(None, " ".join(refused.messages))
    context = {
        "form": form,
        "unit": unit,
        "rows": [(each, OUTCOMES[each.outcome], OUTCOME_TONES.get(each.outcome, "")) for each in found],
        "fitting": sum(each.is_settled for each in found),
        "is_done": is_done and not form.errors,
        "may_manage": by.may(MANAGE, unit.pk),
    }
    return render(request, "payments/statement.html", context, status=422 if form.errors else 200)
