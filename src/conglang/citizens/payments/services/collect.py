"""Ask payers, note what the bank's statement says they paid, take back what was noted by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.citizens.payments.matching import Match, Outcome, match
from conglang.citizens.payments.models import Fund, PaymentRequest
from conglang.citizens.payments.permissions import MANAGE
from conglang.citizens.payments.rules import MOST_LINES, REQUEST, State, new_reference, read_statement
from conglang.citizens.payments.services.found import lock, said
from conglang.citizens.payments.vietqr import MOST
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line

PAYMENT = ("paid_on", "bank_reference", "paid_amount", "confirmed_by", "confirmed_at")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, as the desk knows them, and for how much; nothing for the fund's own amount."""

    payer: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the statement of the bank says, or the stub of a receipt for cash."""

    on: date
    bank_reference: str
    amount: int


@transaction.atomic
def ask(
    *, by: Actor, fund_id: int, asked: Sequence[Asked], form: UUID, now: datetime
) -> list[PaymentRequest]:
    """A request with a reference of its own for each payer. `form` sent twice makes them once.

    Raises NotFound, Forbidden, ValidationError.
    """
    fund, by = lock(Fund, fund_id, by, MANAGE)
    known = list(PaymentRequest.objects.filter(fund=fund, form=form))
    if known:
        return known
    if fund.standing.state(local_day(now)) not in {State.COMING, State.OPEN}:
        raise ValidationError(_("Nothing is collected for this fund now."))
    if not 1 <= len(asked) <= MOST_LINES:
        raise ValidationError({"payers": _("One to 500 payers, one in a line.")})
    rows = [_request(fund, each, form, by, now) for each in asked]
    PaymentRequest.objects.bulk_create(rows)
    record("payments.asked", fund, by=by, now=now, requests=len(rows))
    return rows


@transaction.atomic
def confirm_paid(*, by: Actor, request_id: int, seen: Seen, now: datetime) -> PaymentRequest:
    """Note that the money came. The same again changes nothing; another payment for it is refused.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(PaymentRequest, request_id, by, MANAGE)
    number = one_line(seen.bank_reference)
    if row.is_paid and (row.paid_on, row.bank_reference, row.paid_amount) == (seen.on, number, seen.amount):
        return row
    if not row.is_open:
        raise ValidationError(_("This request was paid already, or is no longer asked for."))
    if seen.on > local_day(now):
        raise ValidationError({"on": _("This day has not come yet.")})
    if not number:
        raise ValidationError({"bank_reference": _("Please type the number of the bank or of the receipt.")})
    if not 1 <= seen.amount <= MOST or row.amount not in {None, seen.amount}:
        raise ValidationError({"amount": _("This is not the amount that was asked for.")})
    row.paid_on, row.bank_reference, row.paid_amount = seen.on, number, seen.amount
    row.confirmed_by_id, row.confirmed_at = by.user_id, now
    try:
        with transaction.atomic():
            row.save(update_fields=PAYMENT)
    except IntegrityError:  # the table alone knows of an entry that is noted at this moment
        words = _("This entry of the bank was noted for another request.")
        raise ValidationError({"bank_reference": words}) from None
    record("payments.paid", row, by=by, now=now, amount=seen.amount, on=seen.on.isoformat(), number=number)
    return row


@transaction.atomic
def take_in(*, by: Actor, unit_id: int, statement: str, now: datetime) -> list[Match]:
    """Note every line of a pasted statement that fits; gives what was found of each, as before.

    A transfer that names a fund only becomes a gift without a payer. The same statement twice changes
    nothing. Raises NotFound, Forbidden.
    """
    by = require(by, MANAGE, unit_id)
    found = match(unit_id, list(read_statement(statement))[:MOST_LINES], local_day(now))
    for each in found:
        entry = each.entry
        if each.outcome is Outcome.GIFT and each.fund is not None:
            request = _request(each.fund, Asked(""), uuid7(), by, now)
            request.amount = None
            request.save(force_insert=True)
        elif each.outcome is Outcome.FITS and each.request is not None:
            request = each.request
        else:
            continue
        if entry.on is not None and entry.amount is not None:
            seen = Seen(entry.on, entry.bank_reference, entry.amount)
            confirm_paid(by=by, request_id=request.pk, seen=seen, now=now)
    return found


@transaction.atomic
def undo_paid(*, by: Actor, request_id: int, reason: str, now: datetime) -> PaymentRequest:
    """Ask for it again: what was noted was another payment. A repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(PaymentRequest, request_id, by, MANAGE)
    if row.is_paid:
        because, number = said(reason), row.bank_reference
        row.paid_on = row.paid_amount = row.confirmed_at = row.confirmed_by = None
        row.bank_reference = ""
        row.save(update_fields=PAYMENT)
        record("payments.undone", row, by=by, now=now, reason=because, number=number)
    return row


@transaction.atomic
def drop(*, by: Actor, request_id: int, reason: str, now: datetime) -> PaymentRequest:
    """Ask for it no longer. A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError."""
    row, by = lock(PaymentRequest, request_id, by, MANAGE)
    if row.is_paid:
        raise ValidationError(_("What was paid is undone first."))
    if row.dropped_at is None:
        because = said(reason)
        row.dropped_at = now
        row.save(update_fields=["dropped_at"])
        record("payments.dropped", row, by=by, now=now, reason=because)
    return row


def _request(fund: Fund, asked: Asked, form: UUID, by: Actor, now: datetime) -> PaymentRequest:
    amount = fund.amount if asked.amount is None else asked.amount
    if amount is not None and not 1 <= amount <= MOST:
        raise ValidationError({"payers": _("Please type a whole number of đồng.")})
    return PaymentRequest(
        unit_id=fund.unit_id, fund=fund, reference=new_reference(REQUEST, local_day(now)),
        payer=one_line(asked.payer), amount=amount, form=form, made_by_id=by.user_id, made_at=now,
    )  # fmt: skip
