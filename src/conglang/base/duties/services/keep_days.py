"""Decisions about days: enter, confirm, withdraw; what is confirmed moves every open duty below."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.models import CalendarDay
from conglang.base.duties.permissions import SET_RULES
from conglang.base.duties.services.found import worded
from conglang.base.duties.services.keep_rules import unit_of_scope
from conglang.base.duties.services.redate import redate
from conglang.base.ledger.audit import record
from conglang.base.ui.formats import vn_date
from conglang.base.units.models import Unit
from conglang.kernel.calendar import DayKind
from conglang.kernel.legal import Certainty


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What was decided about a day; `counterpart` is the other day of a swap."""

    on: date
    kind: DayKind
    name: str
    decision: str
    counterpart: date | None = None


@transaction.atomic
def enter_day(*, by: Actor, unit_id: int, facts: DayFacts, now: datetime) -> CalendarDay:
    """Enter a decision about a day for a unit and all below; the same again finds the first row.

    Of a swap both days are entered. They count when another person confirmed them. Raises NotFound,
    Forbidden, and ValidationError for words that are missing and for a day that was decided already.
    """
    by = require(by, SET_RULES, unit_id)
    scope = Unit.objects.select_for_update(no_key=True).get(pk=unit_id).code
    name, decision = worded(facts.name, "name"), worded(facts.decision, "decision")
    is_swap = facts.kind in {DayKind.SWAP_OFF, DayKind.SWAP_WORK}
    if is_swap and facts.counterpart is None:
        raise ValidationError({"counterpart": _("Please name the other day.")})
    facts = replace(facts, name=name[:120], decision=decision[:120])
    row = _put(scope, facts, by)
    if is_swap and facts.counterpart is not None:
        other = DayKind.SWAP_WORK if facts.kind is DayKind.SWAP_OFF else DayKind.SWAP_OFF
        _put(scope, replace(facts, on=facts.counterpart, kind=other, counterpart=facts.on), by)
    record("duties.day_entered", row, by=by, now=now, unit_id=unit_id, on=facts.on, decision=decision)
    return row


def _put(scope: str, facts: DayFacts, by: Actor) -> CalendarDay:
    given = asdict(facts) | {"kind": facts.kind.value}
    present = CalendarDay.objects.filter(on=facts.on, scope=scope, withdrawn_at=None).first()
    if present:
        if all(getattr(present, field) == value for field, value in given.items()):
            return present
        told = {"day": vn_date(facts.on)}
        raise ValidationError(_("%(day)s is in the calendar already. Please withdraw it first.") % told)
    return CalendarDay.objects.create(
        scope=scope,
        doc=facts.decision,
        certainty=Certainty.LOCAL.value,
        proposed_by_id=by.user_id,
        **given,
    )


@transaction.atomic
def confirm_day(*, by: Actor, day_id: int, now: datetime) -> CalendarDay:
    """Let a decision count, with the other day of a swap; a confirmed one stays as it is.

    Another person confirms than entered it. Every open duty below gets the date that follows. Raises
    NotFound, Forbidden, ValidationError.
    """
    row, by = _found(day_id, by)
    if row.confirmed_at is not None:
        return row
    if row.proposed_by_id is not None and row.proposed_by_id == by.user_id:
        raise ValidationError(_("Another person confirms what you entered."))
    for each in _pair(row):
        each.confirmed_by_id, each.confirmed_at = by.user_id, now
        each.save(update_fields=["confirmed_by", "confirmed_at"])
    row.refresh_from_db()
    unit_id = unit_of_scope(row.scope, by)
    record("duties.day_confirmed", row, by=by, now=now, unit_id=unit_id, on=row.on, decision=row.decision)
    redate(scope=row.scope, cause=_cause(row), by=by, now=now)
    return row


@transaction.atomic
def withdraw_day(*, by: Actor, day_id: int, reason: str, now: datetime) -> CalendarDay:
    """Take a decision out of the calendar, with the other day of a swap; a withdrawn one stays as it is.

    Raises NotFound, Forbidden, ValidationError without a reason.
    """
    row, by = _found(day_id, by)
    if row.withdrawn_at is not None:
        return row
    why = worded(reason)
    counted = row.confirmed_at is not None
    for each in _pair(row):
        each.withdrawn_at = now
        each.save(update_fields=["withdrawn_at"])
    row.refresh_from_db()
    unit_id = unit_of_scope(row.scope, by)
    record("duties.day_withdrawn", row, by=by, now=now, unit_id=unit_id, on=row.on, reason=why)
    if counted:
        told = {"day": vn_date(row.on), "reason": why}
        cause = _("%(day)s was withdrawn: %(reason)s") % told
        redate(scope=row.scope, cause=cause, by=by, now=now)
    return row


def _found(day_id: int, by: Actor) -> tuple[CalendarDay, Actor]:
    row = CalendarDay.objects.select_for_update().filter(pk=day_id).first()
    if row is None:
        raise NotFound
    return row, require(by, SET_RULES, unit_of_scope(row.scope, by))


def _pair(row: CalendarDay) -> list[CalendarDay]:
    if row.counterpart is None:
        return [row]
    others = CalendarDay.objects.filter(
        scope=row.scope, on=row.counterpart, counterpart=row.on, withdrawn_at=None
    )
    return [row, *others]


def _cause(row: CalendarDay) -> str:
    return f"{vn_date(row.on)}: {row.name} ({row.decision})"
