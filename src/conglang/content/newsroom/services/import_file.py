"""One file from a desk's form → one draft with the archived original (N3)."""

from datetime import datetime
from typing import IO

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.content.newsroom.importing.draft import Flaw, Unreadable
from conglang.content.newsroom.models import BatchStatus, ImportBatch, ImportItem, ItemStatus
from conglang.content.newsroom.services.draft_article import read_item, store_draft
from conglang.content.newsroom.services.found import section_of
from conglang.content.newsroom.services.receive_file import IncomingFile, safe_name, take_in


@transaction.atomic
def import_file(*, by: Actor, section_id: int, file: IO[bytes], name: str, now: datetime) -> ImportItem:
    """The file with its draft in `article`; `problems` tells what to look at, or why there is no draft.

    Whoever may write may do this. The same content a second time gives the article of the first time.
    Raises NotFound for a section outside the scope, Forbidden, ValidationError.
    """
    section = section_of(section_id)
    by = require(by, "newsroom.write", section)
    batch = ImportBatch.objects.create(
        unit_id=section.unit_id,
        section=section,
        source_name=safe_name(name),
        by_id=by.user_id,
        started_at=now,
        finished_at=now,
        status=BatchStatus.IMPORTED,
    )
    item = take_in(batch, IncomingFile(name, file), by=by, now=now)
    if item.status == ItemStatus.PICTURE:  # a picture alone is no article, but it is kept
        item.note(Flaw.UNSUPPORTED)
    if item.status == ItemStatus.WAITING:
        try:
            store_draft(item, read_item(item), by=by, now=now)
        except Unreadable as error:
            item.status = ItemStatus.REFUSED
            item.note(error.problem.flaw, error.problem.detail)
    item.save()
    record("newsroom.file_imported", batch, by=by, now=now, sha256=item.sha256, status=item.status)
    return item
