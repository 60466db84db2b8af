from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.events import DutyStarted
from conglang.base.duties.models import Duty
from conglang.base.duties.permissions import WORK
from conglang.base.duties.services.found import lock, set_date, worded
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.kernel.ids import uuid7


@transaction.atomic
def reopen(*, by: Actor, duty_id: int, reason: str, now: datetime) -> Duty:
    """Go on with a duty closed by mistake, in a new row with the same clock; closed ones never change.

    What is open already stays as it is. Proofs stay with the old row; rooms give their own again. Raises
    NotFound, Forbidden, and ValidationError without a reason.
    """
    duty = lock(duty_id)
    by = require(by, WORK, duty)
    same = Duty.objects.filter(
        unit=duty.unit_id, key=duty.key, subject_type=duty.subject_type_id, subject_id=duty.subject_id
    )
    row: Duty = same.order_by("-turn")[0]
    if not row.is_closed:
        return row
    why, was = worded(reason), row.pk
    row.pk, row.uid, row.turn, row.reopened_because = None, uuid7(), row.turn + 1, why
    row.fulfilled_at = row.cancelled_at = None
    row.closed_by = row.close_reason = ""
    row.reminded = 0
    row.save(force_insert=True)
    set_date(row, _("Opened again: %(reason)s") % {"reason": why}, now)
    row.save()
    record("duties.reopened", row, by=by, now=now, was=was, reason=why)
    publish(DutyStarted(row.pk, row.unit_id, row.subject_model), now=now)
    return row
