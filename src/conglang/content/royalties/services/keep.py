"""What the sheets rest on: tables of prices, the year's budget, and who is paid where."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.royalties.law import law, priced
from conglang.content.royalties.models import Payee, RateTable, YearBudget
from conglang.content.royalties.permissions import PROPOSE, SET_BUDGET, SET_TABLE
from conglang.content.royalties.rules import Misfit, misfits
from conglang.content.royalties.wording import MISFITS
from conglang.kernel.money import MAX_AMOUNT


@transaction.atomic
def enter_table(*, by: Actor, unit_id: int, table: RateTable, now: datetime) -> RateTable:
    """Store a decision's table for the unit and, of a province, for those below that have none.

    It counts when another person confirmed it; the same decision again finds the first row. Raises NotFound,
    Forbidden, and ValidationError for prices that the law of its first day does not allow.
    """
    by = require(by, SET_TABLE, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    table.scope, table.entered_by_id, table.entered_at = unit.code, by.user_id, now
    known = RateTable.objects.filter(scope=unit.code, decision=table.decision, decided_on=table.decided_on)
    if found := known.first():
        return found
    table.full_clean(exclude={"entered_by", "confirmed_by", "confirmed_at", "rates"})
    if not table.rates:
        raise ValidationError(_("A table has at least one price."))
    if table.valid_to and table.valid_to <= table.valid_from:
        raise ValidationError({"valid_to": _("It ends after it begins.")})
    if wrong := misfits(table.as_table, law()):
        raise ValidationError([_misfit(key, why) for key, why in wrong])
    table.save()
    record("royalties.table_entered", table, by=by, now=now, unit_id=unit_id, decision=table.decision)
    return table


def _misfit(key: str, why: Misfit) -> str:
    row = priced().get(key)
    return f"{row.title}: {MISFITS[why]}" if row else str(MISFITS[why])


@transaction.atomic
def confirm_table(*, by: Actor, unit_id: int, table_id: int, now: datetime) -> RateTable:
    """Say that a table is as the decision has it, so that it counts; a confirmed one stays as it is.

    Raises NotFound, Forbidden, and ValidationError for one's own entry.
    """
    by = require(by, SET_TABLE, unit_id)
    scope = Unit.objects.get(pk=unit_id).code
    row: RateTable | None = RateTable.objects.select_for_update().filter(pk=table_id, scope=scope).first()
    if row is None:
        raise NotFound
    if row.confirmed_at is not None:
        return row
    if row.entered_by_id is not None and row.entered_by_id == by.user_id:
        raise ValidationError(_("Another person confirms what you entered."))
    row.confirmed_by_id, row.confirmed_at = by.user_id, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record("royalties.table_confirmed", row, by=by, now=now, unit_id=unit_id, decision=row.decision)
    return row


@transaction.atomic
def set_budget(
    *, by: Actor, unit_id: int, year: int, amount: int, decision: str, now: datetime
) -> YearBudget:
    """Set what may be spent in a year; what it was before is on record. Raises NotFound, Forbidden."""
    by = require(by, SET_BUDGET, unit_id)
    if not 0 <= amount <= MAX_AMOUNT:
        raise ValidationError({"amount": _("This is no amount that can be paid.")})
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    row = YearBudget.objects.filter(unit=unit, year=year).first() or YearBudget(unit=unit, year=year)
    if row.pk and (row.amount, row.decision) == (amount, decision):
        return row
    before, row.amount, row.decision = row.amount, amount, " ".join(decision.split())[:300]
    row.save()
    record("royalties.budget_set", row, by=by, now=now, year=year, before=before, after=amount)
    return row


@transaction.atomic
def keep_payee(*, by: Actor, payee: Payee, now: datetime) -> Payee:
    """Store where somebody is paid; the trail tells that it changed, not the account.

    Sheets that are not approved follow when they are reckoned anew. Raises NotFound, Forbidden,
    ValidationError.
    """
    by = require(by, PROPOSE, payee)
    payee.full_clean(exclude={"user", "name_folded"})
    payee.save()
    record("royalties.payee_kept", payee, by=by, now=now, name=payee.name, on_duty=payee.on_duty)
    return payee
