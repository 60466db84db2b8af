"""Pause, resume and extend: what moves the date of an open duty."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.events import DutyMoved
from conglang.base.duties.models import Duty, NoticeKind
from conglang.base.duties.permissions import DECIDE, WORK
from conglang.base.duties.rules import MOST_EXTENSIONS, State
from conglang.base.duties.services.found import lock, refuse_closed, set_date, worded
from conglang.base.duties.services.tell import tell_of_act
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish


@transaction.atomic
def pause(*, by: Actor, duty_id: int, reason: str, now: datetime) -> Duty:
    """Stop counting, for instance while the citizen completes the papers; a paused one stays as it is.

    Raises NotFound, Forbidden, and ValidationError without a reason, for a closed duty and for a late one.
    """
    duty = lock(duty_id)
    by = require(by, WORK, duty)
    refuse_closed(duty)
    if duty.paused_at is not None:
        return duty
    if duty.state(now) is State.OVERDUE:
        raise ValidationError(_("The day has passed already. A late duty cannot be paused."))
    why = worded(reason)
    duty.paused_at = now
    duty.pauses = [*duty.pauses, {"begins": now.isoformat(), "ends": None, "reason": why, "by": by.name}]
    duty.save(update_fields=["paused_at", "pauses"])
    record("duties.paused", duty, by=by, now=now, reason=why)
    _tell(duty, NoticeKind.PAUSED, why, by, now)
    return duty


@transaction.atomic
def resume(*, by: Actor, duty_id: int, now: datetime) -> Duty:
    """Go on counting; a running one stays as it is. Raises NotFound, Forbidden, ValidationError."""
    duty = lock(duty_id)
    by = require(by, WORK, duty)
    refuse_closed(duty)
    if duty.paused_at is None:
        return duty
    end_pause(duty, now)
    duty.save()
    record("duties.resumed", duty, by=by, now=now, due_on=duty.due_on)
    _tell(duty, NoticeKind.RESUMED, "", by, now)
    return duty


def end_pause(duty: Duty, now: datetime) -> None:
    """Close the running pause of a locked duty and set the date that follows."""
    last = duty.pauses[-1]
    duty.pauses = [*duty.pauses[:-1], last | {"ends": now.isoformat()}]
    duty.paused_at = None
    set_date(duty, _("Paused: %(reason)s") % {"reason": last["reason"]}, now)


@transaction.atomic
def extend(*, by: Actor, duty_id: int, until: date, reason: str, now: datetime) -> Duty:
    """Grant a later last day; the same day again changes nothing.

    It is granted before the old day has passed, at most twice, and never by the one who does the work.
    Raises NotFound, Forbidden, ValidationError.
    """
    duty = lock(duty_id)
    by = require(by, DECIDE, duty)
    refuse_closed(duty)
    if duty.extensions and duty.extensions[-1]["until"] == until.isoformat():
        return duty
    why = worded(reason)
    _check_extension(duty, by, until, now)
    granted = {"until": until.isoformat(), "reason": why, "by": by.name, "at": now.isoformat()}
    duty.extensions = [*duty.extensions, granted]
    set_date(duty, _("Extended: %(reason)s") % {"reason": why}, now)
    duty.save()
    record("duties.extended", duty, by=by, now=now, until=until, reason=why)
    _tell(duty, NoticeKind.EXTENDED, why, by, now)
    return duty


def _tell(duty: Duty, kind: NoticeKind, note: str, by: Actor, now: datetime) -> None:
    tell_of_act(by=by, duty=duty, kind=kind, note=note, now=now)
    publish(DutyMoved(duty.pk, duty.unit_id, duty.due_on), now=now)


def _check_extension(duty: Duty, by: Actor, until: date, now: datetime) -> None:
    if duty.person_id is not None and by.user_id == duty.person_id:
        raise ValidationError(_("Nobody extends their own duty. Please ask somebody else."))
    if now >= duty.due_at and duty.paused_at is None:
        raise ValidationError(_("The day has passed already. A late duty cannot be extended."))
    if len(duty.extensions) >= MOST_EXTENSIONS:
        raise ValidationError(_("It was extended twice already."))
    if until <= duty.due_on:
        raise ValidationError({"until": _("The new day comes after the present one.")})
