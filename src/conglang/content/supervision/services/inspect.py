"""Inspect published items once more: draw a sample, write down what was found, close the round."""

import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit
from conglang.content.planning.queries import Period
from conglang.content.supervision.models import Checked, Mark, Round
from conglang.content.supervision.permissions import INSPECT, KEEP_REGISTER
from conglang.content.supervision.queries import inspectable, inspectors
from conglang.content.supervision.rules import drawn
from conglang.kernel.clock import local_day

SEED_LENGTH = 32  # of the 64 letters of a hash
MOST = 100  # items that one person can read with care


@transaction.atomic
def open_round(*, by: Actor, unit_id: int, wanted: Round, now: datetime) -> Round:
    """Draw the sample of a round from what is public of its days; what the inspector wrote is left out.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, INSPECT, unit_id)
    wanted.unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if wanted.last < wanted.first or wanted.first > local_day(now):
        raise ValidationError({"last": _("It ends after it begins.")})
    if not 1 <= wanted.size <= MOST:
        raise ValidationError({"size": _("Please choose between 1 and 100 items.")})
    inspector_id = wanted.inspector_id or 0
    if not inspectors(unit_id, now).filter(pk=inspector_id).exists():
        raise ValidationError({"inspector": _("This person cannot inspect for the unit.")})
    keys = inspectable(unit_id, Period(wanted.first, wanted.last), inspector_id)
    if not keys:
        raise ValidationError({"first": _("Nothing of these days can be inspected by this person.")})
    wanted.seed, wanted.population = _seed(), len(keys)
    wanted.opened_name, wanted.opened_at = by.name[:200], now
    wanted.save()
    chosen = drawn(keys, wanted.size, wanted.seed)
    Checked.objects.bulk_create(Checked(unit_id=unit_id, round=wanted, article_id=pk) for pk in chosen)
    record("supervision.round_opened", wanted, by=by, now=now, items=chosen, of=len(keys), seed=wanted.seed)
    return wanted


def _seed() -> str:
    """The newest seal of the audit trail: nobody chooses it, and whoever verifies the trail finds it."""
    sealed = AuditEntry.objects.exclude(sequence=None).order_by("-sequence").values_list("hash", flat=True)
    return (sealed.first() or secrets.token_hex())[:SEED_LENGTH]


@transaction.atomic
def write_finding(
    *, by: Actor, checked_id: int, fault: str, note: str, needs_correction: bool, now: datetime
) -> Checked:
    """What the inspector found in an item; no fault says that it is in order.

    Raises NotFound, Forbidden, ValidationError once the round is closed, or without a note to a fault.
    """
    row: Checked | None = Checked.objects.select_related("round").filter(pk=checked_id).first()
    if row is None:
        raise NotFound
    by = _inspecting(by, row.round_id)
    row.fault, row.note, row.looked_at = fault, " ".join(note.split()), now
    row.needs_correction = needs_correction and bool(fault)
    if fault and not row.note:
        raise ValidationError(_("Please write a note about the fault."))
    row.full_clean()
    row.save()
    record("supervision.finding_written", row, by=by, now=now, article=row.article_id, fault=fault)
    return row


@transaction.atomic
def close_round(*, by: Actor, round_id: int, conclusion: str, now: datetime) -> Round:
    """End a round with its conclusion; a closed one stays as it is.

    Raises NotFound, Forbidden, and ValidationError while an item was not looked at.
    """
    row: Round | None = Round.objects.filter(pk=round_id).first()
    if row is not None and row.closed_at is not None:
        require(by, INSPECT, row)
        return row
    by = _inspecting(by, round_id)
    row = Round.objects.get(pk=round_id)
    if row.items.filter(looked_at=None).exists():
        raise ValidationError(_("Some items have not been looked at yet."))
    row.conclusion, row.closed_at = conclusion.strip()[:2000], now
    row.save()
    record("supervision.round_closed", row, by=by, now=now, faults=row.items.exclude(fault="").count())
    return row


def _inspecting(by: Actor, round_id: int) -> Actor:
    row: Round | None = Round.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if row is None:
        raise NotFound
    by = require(by, INSPECT, row)
    if row.inspector_id != by.user_id:
        raise Forbidden
    if row.closed_at is not None:
        raise ValidationError(_("The round is closed."))
    return by


@transaction.atomic
def enter_mark(*, by: Actor, unit_id: int, mark: Mark, now: datetime) -> Mark:
    """Write a line of the register; nobody writes one about themselves.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, KEEP_REGISTER, unit_id)
    mark.unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if (mark.person_id is None) == (mark.department_id is None):
        raise ValidationError({"person": _("Please choose either a person or a department.")})
    if mark.person_id is not None and mark.person_id == by.user_id:
        raise ValidationError({"person": _("Nobody enters a line about themselves.")})
    _not_later(mark.on, now)
    mark.entered_name, mark.entered_at = by.name[:200], now
    mark.save()
    record("supervision.mark_entered", mark, by=by, now=now, kind=mark.kind, decision=mark.decision)
    return mark


def _not_later(on: date, now: datetime) -> None:
    if on > local_day(now):
        raise ValidationError({"on": _("This day is still to come.")})
