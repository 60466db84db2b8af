"""Propose a fund, have a second person put it before everybody, end it, and account for what was spent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.citizens.payments.events import FundConfirmed
from conglang.citizens.payments.models import Fund, ReceivingAccount, Spending
from conglang.citizens.payments.permissions import CONFIRM, END, MANAGE
from conglang.citizens.payments.purposes import purposes
from conglang.citizens.payments.rules import FUND, new_reference
from conglang.citizens.payments.services.found import confirm, end, lock
from conglang.citizens.payments.vietqr import MOST
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc, one_line


@dataclass(frozen=True, slots=True)
class Terms:
    """What is collected, by which decision, on which days. Without an amount people give freely."""

    purpose: str
    title: str
    decision: str
    opens_on: date
    closes_on: date
    amount: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Outlay:
    """What was paid out."""

    spent_on: date
    amount: int
    what: str
    paper: str


@transaction.atomic
def propose_fund(*, by: Actor, unit_id: int, account_id: int, terms: Terms, uid: UUID, now: datetime) -> Fund:
    """A fund that nobody sees yet. `uid` names the form: sent twice, it gives the fund of the first time.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, MANAGE, unit_id)
    known: Fund | None = Fund.objects.filter(uid=uid, proposed_by=by.user_id).first()
    if known is not None:
        return known
    account, by = lock(ReceivingAccount, account_id, by, MANAGE)
    if account.unit_id != unit_id or not account.is_in_force:
        raise ValidationError({"account": _("Two people have to name this account first.")})
    _check(terms)
    row = Fund(
        unit_id=unit_id, account=account, uid=uid, code=new_reference(FUND, local_day(now)),
        purpose=terms.purpose, title=one_line(terms.title), about=nfc(terms.about).strip(),
        decision=one_line(terms.decision), amount=terms.amount, opens_on=terms.opens_on,
        closes_on=terms.closes_on, proposed_by_id=by.user_id, proposed_at=now,
    )  # fmt: skip
    row.save()
    record("payments.fund_proposed", row, by=by, now=now, purpose=row.purpose, amount=row.amount)
    return row


@transaction.atomic
def confirm_fund(*, by: Actor, fund_id: int, now: datetime) -> Fund:
    """Put it before everybody; a repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(Fund, fund_id, by, CONFIRM)
    if row.is_waiting and row.closes_on < local_day(now):
        raise ValidationError(_("The time of this fund is over."))
    if confirm(row, by, now, "payments.fund_confirmed"):
        publish(FundConfirmed(row.pk, row.unit_id), now=now)
    return row


@transaction.atomic
def end_fund(*, by: Actor, fund_id: int, reason: str, now: datetime) -> Fund:
    """Collect no longer; what was collected and spent stays public. A repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(Fund, fund_id, by, END)
    end(row, by, now, "payments.fund_ended", reason)
    return row


@transaction.atomic
def enter_spending(*, by: Actor, fund_id: int, outlay: Outlay, now: datetime) -> Spending:
    """What was spent, not public yet; entered twice, it is there once.

    Raises NotFound, Forbidden, ValidationError.
    """
    fund, by = lock(Fund, fund_id, by, MANAGE)
    if fund.confirmed_at is None:
        raise ValidationError(_("This fund is not public yet."))
    if outlay.spent_on > local_day(now):
        raise ValidationError({"spent_on": _("This day has not come yet.")})
    if not 1 <= outlay.amount <= MOST:
        raise ValidationError({"amount": _("Please type a whole number of đồng.")})
    given = {
        "fund": fund, "spent_on": outlay.spent_on, "amount": outlay.amount,
        "what": one_line(outlay.what), "paper": one_line(outlay.paper),
    }  # fmt: skip
    known: Spending | None = Spending.objects.filter(**given, ended_at=None).first()
    if known is not None:
        return known
    row = Spending(unit_id=fund.unit_id, proposed_by_id=by.user_id, proposed_at=now, **given)
    row.save()
    record("payments.spending_entered", row, by=by, now=now, amount=row.amount)
    return row


@transaction.atomic
def confirm_spending(*, by: Actor, spending_id: int, now: datetime) -> Spending:
    """Make it public. A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError."""
    row, by = lock(Spending, spending_id, by, CONFIRM)
    confirm(row, by, now, "payments.spending_confirmed", amount=row.amount)
    return row


@transaction.atomic
def end_spending(*, by: Actor, spending_id: int, reason: str, now: datetime) -> Spending:
    """Take back what was entered by mistake. A repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(Spending, spending_id, by, END)
    end(row, by, now, "payments.spending_ended", reason)
    return row


def _check(terms: Terms) -> None:
    """Raises ValidationError for terms that the law or the calendar do not know."""
    kind = purposes().get(terms.purpose)
    if kind is None or not kind.is_in_force(terms.opens_on):
        raise ValidationError({"purpose": _("This kind of money may not be asked for on that day.")})
    if terms.closes_on < terms.opens_on:
        raise ValidationError({"closes_on": _("The last day lies before the first one.")})
    if kind.is_voluntary and terms.amount is not None:
        raise ValidationError({"amount": _("What people give of their own will has no fixed amount.")})
    if terms.amount is not None and not 1 <= terms.amount <= MOST:
        raise ValidationError({"amount": _("Please type a whole number of đồng.")})
    if not one_line(terms.decision):
        raise ValidationError({"decision": _("Without a decision nothing is collected.")})
