"""Not to publish a document: the second person's part."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.permissions import APPROVE
from conglang.content.documents.services.keep_clock import keep_clock
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Reason


@transaction.atomic
def confirm_closing(*, by: Actor, document_id: int, seen: str, now: datetime) -> OfficialDocument:
    """End the clock of publication with the ground that both people read; a repeated call changes nothing.

    `seen` is the `version` on the screen. Raises NotFound, Forbidden, and Refused for whoever decided
    it, or lent them the power, and for another version.
    """
    row: OfficialDocument | None = OfficialDocument.objects.select_for_update().filter(pk=document_id).first()
    if row is None:
        raise NotFound
    by = require(by, APPROVE, row)
    if row.is_closed:
        return row
    refusal = against_closing(row, by)
    if refusal is None and seen != row.version:
        refusal = Reason.CONTENT_CHANGED
    if refusal is not None:
        raise Refused(refusal)
    row.closing_confirmed_by_id, row.closing_confirmed_at = by.user_id, now
    row.save(update_fields=["closing_confirmed_by", "closing_confirmed_at"])
    record("documents.closing_confirmed", row, by=by, now=now, ground=row.disclosure_ground)
    keep_clock(document_id=row.pk, now=now)
    return row


def against_closing(document: OfficialDocument, by: Actor) -> Reason | None:
    """Why this person may not be the second one, or None."""
    if not document.is_closing:
        return Reason.WRONG_STAGE
    if by.user_id is None:
        return Reason.NEEDS_PERSON
    if document.closed_by_id == by.user_id:
        return Reason.OWN_WORK
    return Reason.OWN_WORK_OF_GIVER if by.on_behalf_of and document.closed_by_id == by.on_behalf_of else None
