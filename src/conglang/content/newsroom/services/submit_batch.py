"""Ask for the approval of an import as a whole."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.content.newsroom.importing.draft import Flaw
from conglang.content.newsroom.models import Article, BatchStatus, ImportBatch, ItemStatus
from conglang.content.newsroom.services.found import own_batch
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.submit import submit


class NotReady(Exception):
    """The import is not at the stage for this."""


@transaction.atomic
def submit_batch(*, by: Actor, batch_id: int, now: datetime) -> ImportBatch:
    """Submit every draft of the import; a repeated call changes nothing.

    Drafts that are incomplete stay drafts and say so in their report. Raises NotFound, Forbidden, NotReady.
    """
    by, batch = own_batch(by, batch_id)
    if batch.status in {BatchStatus.SUBMITTED, BatchStatus.APPROVING, BatchStatus.APPROVED}:
        return batch
    if batch.status != BatchStatus.IMPORTED:
        raise NotReady
    for item in batch.items.filter(status=ItemStatus.DRAFT):
        try:
            with transaction.atomic():
                submit(item=Article.objects.get(pk=item.article_id), by=by, now=now)
        except ValidationError as error:
            item.note(Flaw.NOT_APPROVED, "; ".join(error.messages))
            item.save(update_fields=["problems"])
        except Refused as refusal:
            item.note(Flaw.NOT_APPROVED, str(refusal))
            item.save(update_fields=["problems"])
    batch.status = BatchStatus.SUBMITTED
    batch.save(update_fields=["status"])
    record("newsroom.import_submitted", batch, by=by, now=now)
    return batch
