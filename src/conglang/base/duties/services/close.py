"""Fulfil and cancel: a closed duty never changes again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.events import DutyClosed
from conglang.base.duties.models import Duty
from conglang.base.duties.permissions import DECIDE, WORK
from conglang.base.duties.services.found import lock, worded
from conglang.base.duties.services.move import end_pause
from conglang.base.duties.services.tell import settle
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish


@transaction.atomic
def fulfil(*, by: Actor, duty_id: int, now: datetime, at: datetime | None = None, note: str = "") -> Duty:
    """Say that it is done, `at` an instant that has passed, else now; a closed duty stays as it is.

    A running pause ends with it. Raises NotFound, Forbidden, and ValidationError for a time before the
    start or after now.
    """
    duty = lock(duty_id)
    by = require(by, WORK, duty)
    if duty.is_closed:
        return duty
    done_at = at or now
    if not duty.started_at <= done_at <= now:
        raise ValidationError(_("It was done after it began and not later than now."))
    if duty.paused_at is not None:
        end_pause(duty, max(done_at, duty.paused_at))
    duty.fulfilled_at, duty.closed_by = done_at, by.name[:200]
    duty.close_reason = " ".join(note.split())[:600]
    duty.save()
    record("duties.fulfilled", duty, by=by, now=now, at=done_at, state=duty.state(now).value)
    settle(duty_id=duty.pk, now=now)
    publish(DutyClosed(duty.pk, duty.unit_id, fulfilled=True), now=now)
    return duty


@transaction.atomic
def cancel(*, by: Actor, duty_id: int, reason: str, now: datetime) -> Duty:
    """Say that it is no duty after all, with the reason; a closed duty stays as it is.

    Nobody cancels what they themselves had to do. Raises NotFound, Forbidden, ValidationError.
    """
    duty = lock(duty_id)
    by = require(by, DECIDE, duty)
    if duty.is_closed:
        return duty
    if duty.person_id is not None and by.user_id == duty.person_id:
        raise ValidationError(_("Nobody cancels their own duty. Please ask somebody else."))
    duty.close_reason = worded(reason)
    duty.cancelled_at, duty.closed_by, duty.paused_at = now, by.name[:200], None
    duty.save()
    record("duties.cancelled", duty, by=by, now=now, reason=duty.close_reason)
    settle(duty_id=duty.pk, now=now)
    publish(DutyClosed(duty.pk, duty.unit_id, fulfilled=False), now=now)
    return duty
