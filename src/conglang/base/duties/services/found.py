"""What services share: the locked row, words, the author's name."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.permissions import NotFound
from conglang.base.duties.models import DueChange, Duty
from conglang.base.duties.queries import reckon
from conglang.kernel.text import one_line


def lock(duty_id: int) -> Duty:
    """The row, kept from others until the transaction ends. Raises NotFound."""
    row: Duty | None = Duty.objects.select_for_update(of=("self",)).filter(pk=duty_id).first()
    if row is None:
        raise NotFound
    return row


def worded(text: str, field: str = "reason") -> str:
    """Tidy words. Raises ValidationError without any."""
    words = one_line(text)[:600]
    if not words:
        raise ValidationError({field: _("Please say why.")})
    return words


def refuse_closed(duty: Duty) -> None:
    """Raise ValidationError for a duty that is over: it never changes again."""
    if duty.is_closed:
        raise ValidationError(_("This duty is closed. It does not change any more."))


def set_date(duty: Duty, cause: str, now: datetime) -> date:
    """Count the duty anew, store the date, and write down why it moved; returns the new last day."""
    was_on = duty.due_on
    found = reckon(duty).verdict
    duty.due_key = found.winner.rule.key
    duty.original_on, duty.due_on, duty.due_at = found.winner.on, found.on, found.ends_at
    if duty.due_on > was_on:
        duty.reminded = 0
    if duty.due_on != was_on:
        DueChange.objects.create(
            unit_id=duty.unit_id, duty=duty, at=now, was_on=was_on, is_on=duty.due_on, cause=cause
        )
    return duty.due_on
