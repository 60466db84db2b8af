"""Name an account of the unit: one person proposes it, another confirms it, both from paper."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.citizens.payments.models import Fund, ReceivingAccount
from conglang.citizens.payments.permissions import CONFIRM, END, MANAGE
from conglang.citizens.payments.purposes import banks
from conglang.citizens.payments.services.found import confirm, end, lock
from conglang.citizens.payments.vietqr import Transfer
from conglang.kernel.text import one_line


@dataclass(frozen=True, slots=True)
class BankAccount:
    """What stands on the paper of the bank; `source` names that paper."""

    bank: str
    number: str
    holder: str
    source: str


@transaction.atomic
def propose_account(
    *, by: Actor, unit_id: int, account: BankAccount, now: datetime, replaces_id: int | None = None
) -> ReceivingAccount:
    """An account that receives nothing yet; one that is there already is given back.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, MANAGE, unit_id)
    number = plain_number(account.number)
    known: ReceivingAccount | None = ReceivingAccount.objects.filter(
        unit=unit_id, bank=account.bank, number=number, ended_at=None
    ).first()
    if known is not None:
        return known
    if account.bank not in banks():
        raise ValidationError({"bank": _("Please choose a bank of the list.")})
    old = None
    if replaces_id is not None:
        old, by = lock(ReceivingAccount, replaces_id, by, MANAGE)
        if old.unit_id != unit_id or old.confirmed_at is None:
            raise ValidationError({"replaces": _("This account never received anything.")})
    row = ReceivingAccount(
        unit_id=unit_id, bank=account.bank, number=number, holder=one_line(account.holder).upper(),
        source=one_line(account.source), replaces=old, proposed_by_id=by.user_id, proposed_at=now,
    )  # fmt: skip
    row.save()
    record("payments.account_proposed", row, by=by, now=now, bank=row.bank, number=row.number)
    return row


@transaction.atomic
def confirm_account(*, by: Actor, account_id: int, typed_number: str, now: datetime) -> ReceivingAccount:
    """Let money go there from now on, and the funds of the account that it replaces with it.

    The second person types the number from paper too. A repeated call changes nothing. Raises NotFound,
    Forbidden, ValidationError.
    """
    row, by = lock(ReceivingAccount, account_id, by, CONFIRM)
    if row.is_waiting and plain_number(typed_number) != row.number:
        raise ValidationError(
            {"number": _("This is another number than the one proposed. Please compare both with the paper.")}
        )
    if confirm(row, by, now, "payments.account_confirmed", bank=row.bank, number=row.number) and row.replaces:
        for fund in Fund.objects.select_for_update().filter(account=row.replaces):
            fund.account = row
            fund.save(update_fields=["account"])
        end(row.replaces, by, now, "payments.account_ended", _("another account took its place"))
    return row


@transaction.atomic
def end_account(*, by: Actor, account_id: int, reason: str, now: datetime) -> ReceivingAccount:
    """Show its codes nowhere from now on; one person is enough, because haste may be needed.

    A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(ReceivingAccount, account_id, by, END)
    end(row, by, now, "payments.account_ended", reason)
    return row


def plain_number(text: str) -> str:
    """A number as it is typed, without spaces. Raises ValidationError for what no account has."""
    number = "".join(text.split())
    try:
        return Transfer("0" * 6, number).account
    except ValueError:
        raise ValidationError(
            {"number": _("A number of an account has up to 19 digits or letters.")}
        ) from None
