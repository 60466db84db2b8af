"""Stop an import. What was made of it stays, because nothing that people wrote is erased."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.content.newsroom.models import BatchStatus, ImportBatch, ItemStatus
from conglang.content.newsroom.services.found import own_batch
from conglang.content.newsroom.services.submit_batch import NotReady

_BEFORE_APPROVAL = {BatchStatus.RECEIVING, BatchStatus.RUNNING, BatchStatus.IMPORTED, BatchStatus.SUBMITTED}


@transaction.atomic
def cancel_import(*, by: Actor, batch_id: int, now: datetime) -> ImportBatch:
    """Read no more files and approve none together; a repeated call changes nothing.

    Raises NotFound, Forbidden, NotReady once the approval was ordered.
    """
    by, batch = own_batch(by, batch_id)
    if batch.status == BatchStatus.CANCELLED:
        return batch
    if batch.status not in _BEFORE_APPROVAL:
        raise NotReady
    batch.status, batch.finished_at = BatchStatus.CANCELLED, now
    batch.save(update_fields=["status", "finished_at"])
    batch.items.filter(status=ItemStatus.WAITING).update(status=ItemStatus.CANCELLED)
    record("newsroom.import_cancelled", batch, by=by, now=now)
    return batch
