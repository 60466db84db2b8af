"""Look up what somebody is about to change, and have a second person confirm it."""

from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.scoped import ScopedModel
from conglang.citizens.payments.models import Proposal
from conglang.kernel.text import one_line

Row = TypeVar("Row", bound=ScopedModel)


def lock(model: type[Row], pk: int, by: Actor, permission: str) -> tuple[Row, Actor]:
    """The row, held until the transaction ends. Raises NotFound, Forbidden."""
    row: Row | None = model.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, permission, row)


def confirm(row: Proposal, by: Actor, now: datetime, verb: str, **details: Any) -> bool:
    """Let it count from now on; False if it did already. Raises ValidationError for the same person."""
    if row.confirmed_at is not None:
        return False
    if row.ended_at is not None:
        raise ValidationError(_("This was taken back."))
    if by.user_id is None or row.proposed_by_id == by.user_id:
        raise ValidationError(_("Another person has to confirm what you proposed."))
    row.confirmed_by_id, row.confirmed_at = by.user_id, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record(verb, row, by=by, now=now, **details)
    return True


def end(row: Proposal, by: Actor, now: datetime, verb: str, reason: str) -> None:
    """Let it count no longer; a repeated call changes nothing. Raises ValidationError without a reason."""
    if row.ended_at is None:
        because = said(reason)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(verb, row, by=by, now=now, reason=because)


def said(reason: str) -> str:
    """The reason in one line. Raises ValidationError for none."""
    found = one_line(reason)
    if not found:
        raise ValidationError({"reason": _("Please say why.")})
    return found
