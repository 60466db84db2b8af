"""Begin an import, and have its files read."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.newsroom.events import ImportReady
from conglang.content.newsroom.models import BatchStatus, ImportBatch
from conglang.content.newsroom.services.receive_file import IncomingFile, take_in
from conglang.kernel.text import nfc
from conglang.tools.pages.models import Section


@transaction.atomic
def open_import(*, by: Actor, section_id: int, source_name: str, now: datetime) -> ImportBatch:
    """An empty import that files can come into. Raises NotFound, Forbidden."""
    section = Section.objects.filter(pk=section_id).first()
    if section is None:
        raise NotFound
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
def begin_reading(*, by: Actor, batch_id: int, now: datetime) -> ImportBatch:
    """No more files: the worker reads those that came. A repeated call changes nothing."""
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    by = require(by, "newsroom.import", batch)
    if batch.status == BatchStatus.RECEIVING:
        batch.status = BatchStatus.RUNNING
        batch.save(update_fields=["status"])
        record("newsroom.import_started", batch, by=by, now=now, files=batch.items.count())
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
