"""Draft a consultation, change its newest version, or decide another last day while it is public."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.citizens.consultations.models import REASON_LENGTH, Consultation
from conglang.citizens.consultations.permissions import APPROVE, WRITE
from conglang.citizens.consultations.queries import Least, least_days
from conglang.citizens.consultations.rules import Standing
from conglang.citizens.consultations.services.found import lock
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line
from conglang.tools.approval.versions import change, store


@transaction.atomic
def write_consultation(
    *, by: Actor, unit_id: int, values: Mapping[str, Any], now: datetime, uid: UUID | None = None
) -> Consultation:
    """Store a draft with its first revision. `uid` names the form: sent twice, it is one consultation.

    Raises Forbidden, and ValidationError, also for a last day that the law does not allow.
    """
    by = require(by, WRITE, unit_id)
    known: Consultation | None = Consultation.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    row = Consultation(uid=uid or uuid7(), unit_id=unit_id, **values)
    _check(row)
    revision = store(row, by=by)
    record("consultations.written", row, by=by, now=now, revision=revision.pk)
    return row


@transaction.atomic
def edit_consultation(
    *, by: Actor, consultation_id: int, expected_version: str, values: Mapping[str, Any], now: datetime
) -> Consultation:
    """Store a new revision; what is public stays as it was approved. The same values change nothing.

    Raises NotFound, Forbidden, Conflict, ValidationError.
    """
    row, by = lock(Consultation, consultation_id, by, WRITE)
    changed = change(row, values, by=by, expected_version=expected_version, check=_check)
    if changed is None:
        return row
    newest, facts = changed
    record("consultations.edited", row, by=by, now=now, **facts)
    return newest


@transaction.atomic
def move_end(*, by: Actor, consultation_id: int, to: date, because: str, now: datetime) -> Consultation:
    """Decide another last day of a public consultation; readers see it with the reason.

    It is not before today nor before the law's least time is over. The same day changes nothing. Raises
    NotFound, Forbidden, ValidationError.
    """
    row, by = lock(Consultation, consultation_id, by, APPROVE)
    today, because = local_day(now), one_line(because)[:REASON_LENGTH]
    if not row.live or row.standing(today) not in {Standing.COMING, Standing.OPEN}:
        raise ValidationError(_("Only the end of a public consultation that is not over can be moved."))
    if not because:
        raise ValidationError({"because": _("Say why the last day changes; readers see it.")})
    if to < today:
        raise ValidationError({"to": _("This day has passed.")})
    if to < row.term.earliest_end:
        raise ValidationError({"to": _too_short(Least(row.least_days, row.basis), row.term.earliest_end)})
    if row.moved_to == to:
        return row
    row.moved_to, row.moved_because = to, because
    row.save(update_fields=["moved_to", "moved_because"])
    record("consultations.end_moved", row, by=by, now=now, to=to, because=because)
    return row


def _check(row: Consultation) -> None:
    least = least_days(row.unit, row.opens_on) if row.opens_on else None
    row.least_days = least.days if least else 0
    row.full_clean(validate_constraints=False)
    row.validate_constraints()
    if least is not None and row.closes_on < row.term.earliest_end:
        raise ValidationError({"closes_on": _too_short(least, row.term.earliest_end)})


def _too_short(least: Least, first: date) -> str:
    return _("People have at least %(days)s days, until %(day)s or longer (%(basis)s).") % {
        "days": least.days,
        "day": f"{first:%d/%m/%Y}",
        "basis": least.basis,
    }
