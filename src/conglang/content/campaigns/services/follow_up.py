"""What whoever asks does while a campaign runs: remind the late ones, extend the last day, close."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import NoticeKind
from conglang.base.duties.services.close import cancel
from conglang.base.duties.services.found import worded
from conglang.base.duties.services.move import extend
from conglang.base.duties.services.tell import tell
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.rules import late
from conglang.content.campaigns.services.found import BOTH_ENDS, hand_of, lock_campaign, states_of
from conglang.kernel.clock import local_day, start_of_day


@transaction.atomic
def remind_late(*, by: Actor, campaign_id: int, now: datetime) -> int:
    """Tell everyone who is late, each once a day at most; returns how many were told now.

    Raises NotFound, Forbidden.
    """
    row, by = lock_campaign(by, campaign_id)
    today, told = local_day(now), []
    with everything(BOTH_ENDS):
        for ask in _running(row):
            missing = late(ask.checklist, states_of(ask), ask.due_on, today)
            if not missing or ask.reminded_on == today or ask.duty is None:
                continue
            names = ", ".join(item.name for item in missing)
            said = {"unit": row.unit.title, "names": names}
            note = _("%(unit)s reminds you: %(names)s") % said
            tell(duty=ask.duty, kind=NoticeKind.LATE, since=start_of_day(today), note=note, now=now)
            ask.reminded_on = today
            ask.save(update_fields=["reminded_on"])
            told.append(ask.pk)
    if told:
        record("campaigns.reminded", row, by=by, now=now, asks=told)
    return len(told)


@transaction.atomic
def extend_campaign(*, by: Actor, campaign_id: int, until: date, reason: str, now: datetime) -> Campaign:
    """A later last day for everyone who has not finished; the same day again changes nothing.

    Raises NotFound, Forbidden, and ValidationError as the duties do: after the day, or more than twice.
    """
    row, by = lock_campaign(by, campaign_id)
    if row.due_on == until:
        return row
    why = worded(reason)
    _refuse_not_running(row)
    if until < row.due_on:
        raise ValidationError({"until": _("The new day comes after the present one.")})
    row.due_on = until
    row.save(update_fields=["due_on"])
    with everything(BOTH_ENDS):
        for ask in _running(row):
            if ask.duty and not ask.duty.is_closed and ask.duty.due_on < until:
                extend(by=hand_of(by), duty_id=ask.duty.pk, until=until, reason=why, now=now)
    record("campaigns.extended", row, by=by, now=now, until=until, reason=why)
    return row


@transaction.atomic
def close_campaign(*, by: Actor, campaign_id: int, reason: str, now: datetime) -> Campaign:
    """Nobody waits any more: open duties are cancelled with the reason; a closed one stays as it is.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock_campaign(by, campaign_id)
    if row.closed_at:
        return row
    why = worded(reason)
    row.closed_at, row.close_reason = now, why
    row.save(update_fields=["closed_at", "close_reason"])
    with everything(BOTH_ENDS):
        for ask in _running(row):
            ask.closed_at, ask.close_reason = now, why
            ask.save(update_fields=["closed_at", "close_reason"])
            if ask.duty_id:
                cancel(by=hand_of(by), duty_id=ask.duty_id, reason=why, now=now)
    record("campaigns.closed", row, by=by, now=now, reason=why)
    return row


def _running(row: Campaign) -> list[Ask]:
    return list(Ask.objects.select_related("duty").filter(campaign=row.pk, closed_at=None).order_by("pk"))


def _refuse_not_running(row: Campaign) -> None:
    if row.started_at is None or row.closed_at is not None:
        raise ValidationError(_("The campaign does not run."))
