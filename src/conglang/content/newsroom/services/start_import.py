"""Begin an import, and have its files read."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.newsroom.events import ImportReady
from conglang.content.newsroom.models import BatchStatus, ImportBatch
from conglang.content.newsroom.services.found import own_batch, section_of
from conglang.content.newsroom.services.receive_file import IncomingFile, NotReceiving, take_in
from conglang.kernel.text import nfc


@transaction.atomic
def open_import(*, by: Actor, section_id: int, source_name: str, now: datetime) -> ImportBatch:
    """An empty import that files can come into. Raises NotFound, Forbidden."""
    section = section_of(section_id)
    by = require(by, "newsroom.import", section)
    batch = ImportBatch(
        unit_id=section.unit_id,
        section=section,
        source_name=nfc(source_name).strip()[:255] or "—",
        by_id=by.user_id,
        started_at=now,
    )
    batch.save()
    record("newsroom.import_opened", batch, by=by, now=now, section=section.key)
    return batch


@transaction.atomic
def reopen_import(*, by: Actor, batch_id: int, now: datetime) -> ImportBatch:
    """Let more files come into an import that nobody has submitted.

    Raises NotFound, Forbidden, NotReceiving.
    """
    by, batch = own_batch(by, batch_id)
    if batch.status in {BatchStatus.RUNNING, BatchStatus.IMPORTED}:
        batch.status, batch.finished_at = BatchStatus.RECEIVING, None
        batch.save(update_fields=["status", "finished_at"])
        record("newsroom.import_reopened", batch, by=by, now=now)
    if batch.status != BatchStatus.RECEIVING:
        raise NotReceiving
    return batch


@transaction.atomic
def begin_reading(*, by: Actor, batch_id: int, now: datetime, is_queued: bool = True) -> ImportBatch:
    """No more files: the worker reads those that came, or the caller. A repeated call changes nothing."""
    by, batch = own_batch(by, batch_id)
    if batch.status == BatchStatus.RECEIVING:
        batch.status = BatchStatus.RUNNING
        batch.save(update_fields=["status"])
        record("newsroom.import_started", batch, by=by, now=now, files=batch.items.count())
        if is_queued:
            publish(ImportReady(batch_id=batch.pk, unit_id=batch.unit_id), now=now)
    return batch


@transaction.atomic
def start_import(
    *, by: Actor, section_id: int, source_name: str, files: Iterable[IncomingFile], now: datetime
) -> ImportBatch:
    """Take files in and have them read by the worker. Raises NotFound, Forbidden."""
    batch = open_import(by=by, section_id=section_id, source_name=source_name, now=now)
    for incoming in files:
        take_in(batch, incoming, by=by, now=now)
    return begin_reading(by=by, batch_id=batch.pk, now=now)
