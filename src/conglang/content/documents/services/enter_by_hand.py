"""Do not wait for the pages of a scan to be read."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.content.documents.intake import Content
from conglang.content.documents.models import DroppedFile, FileState
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.services.receive import draft_of, papers_of


@transaction.atomic
def enter_by_hand(*, by: Actor, file_id: int, now: datetime) -> DroppedFile:
    """A draft without fields for a file that waits for its pages; a repeated call gives the same draft.

    Raises NotFound, also for a file that is stopped or refused; Forbidden.
    """
    row: DroppedFile | None = DroppedFile.objects.select_for_update().filter(pk=file_id).first()
    if row is None:
        raise NotFound
    by = require(by, WRITE, row)
    if row.state == FileState.PAGES and row.stored is not None:
        row.document = draft_of(by=by, files=papers_of(row.stored, by, now), content=Content(), now=now)
        row.state = FileState.DRAFT
        row.save()
    if row.document is None:
        raise NotFound
    return row
