"""Read the files of an import, one transaction each; whoever is interrupted, the next one goes on."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from conglang.base.accounts.actor import Actor, actor_at, workplaces
from conglang.base.accounts.models import User
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.importing.draft import Flaw, Unreadable
from conglang.content.newsroom.models import BatchStatus, ImportBatch, ImportItem, ItemStatus
from conglang.content.newsroom.services.draft_article import read_item, store_draft
from conglang.tools.media.rules import Unacceptable

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any one file takes
MOST_ATTEMPTS = 3  # a file that kills its reader is left out then

Progress = Callable[[ImportItem], None]


def run_import(*, batch_id: int, clock: Callable[[], datetime], progress: Progress | None = None) -> bool:
    """Make a draft of every waiting file; False when another worker is at it or nothing is to be done.

    Acts as the person who imports. What was done before an interruption is not done again.
    """
    with at_work(batch_id, BatchStatus.RUNNING, clock()) as batch:
        if batch is None:
            return False
        by = actor_within_reach(batch.by, batch.unit_id, clock()) if batch.by else Actor.system("import")
        if not by.may("newsroom.write", batch.unit_id):
            _stop(batch, by=by, now=clock())
            return False
        with use_scope(by.scope):
            return _read_all(batch, by, clock, progress)


def _read_all(
    batch: ImportBatch, by: Actor, clock: Callable[[], datetime], progress: Progress | None
) -> bool:
    waiting = batch.items.filter(status=ItemStatus.WAITING)
    for pk in list(waiting.values_list("pk", flat=True)):
        item = batch.items.select_related("batch", "original").get(pk=pk)
        _take(item, by=by, now=clock())
        if progress is not None:
            progress(item)
        if not extend(batch, clock()):
            return False
    _finish(batch, by=by, now=clock())
    return True


@contextmanager
def at_work(batch_id: int, status: BatchStatus, now: datetime) -> Iterator[ImportBatch | None]:
    """The batch, kept from other workers inside the block; None when it is not free or not at the stage."""
    with everything("the batch tells who acts, and so the scope"):
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        rows = ImportBatch.objects.filter(free, pk=batch_id, status=status)
        if not rows.update(claimed_until=now + LEASE):
            yield None
            return
        try:
            yield ImportBatch.objects.select_related("by", "approved_by", "section").get(pk=batch_id)
        finally:
            ImportBatch.objects.filter(pk=batch_id).update(claimed_until=None)


def actor_within_reach(user: User, unit_id: int, now: datetime) -> Actor:
    """The person acting from the workplace that reaches the unit, such as the central board's."""
    actors = [actor_at(user, place, now) for place in workplaces(user, now)]
    fitting = (actor for actor in actors if actor.scope.may_write(unit_id))
    return next(fitting, actor_at(user, None, now))


def extend(batch: ImportBatch, now: datetime) -> bool:
    """Keep the batch for a while longer; False once it was cancelled."""
    rows = ImportBatch.objects.filter(pk=batch.pk, status=batch.status)
    return bool(rows.update(claimed_until=now + LEASE))


def _take(item: ImportItem, *, by: Actor, now: datetime) -> None:
    """Read a file and write its draft, or why there is none."""
    item.attempts += 1
    item.save(update_fields=["attempts"])  # counts even if reading ends the process
    if item.attempts > MOST_ATTEMPTS:
        _refuse(item, Flaw.CRASHED)
        return
    try:
        draft = read_item(item)
    except Unreadable as error:
        _refuse(item, error.problem.flaw, error.problem.detail)
        return
    except Unacceptable as refusal:
        _refuse(item, refusal.reason.value)
        return
    try:
        with transaction.atomic():
            locked = ImportItem.objects.select_for_update().get(pk=item.pk)
            if locked.status == ItemStatus.WAITING:
                store_draft(item, draft, by=by, now=now)
    except ValidationError as error:
        _refuse(item, Flaw.PART_LOST, "; ".join(error.messages))


def _refuse(item: ImportItem, code: str, detail: str = "") -> None:
    item.status = ItemStatus.REFUSED
    item.article = None
    item.note(code, detail)
    item.save()


@transaction.atomic
def _stop(batch: ImportBatch, *, by: Actor, now: datetime) -> None:
    """The person who imports holds no role for it any more; what was made stays."""
    ImportBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.CANCELLED, finished_at=now)
    batch.items.filter(status=ItemStatus.WAITING).update(status=ItemStatus.CANCELLED)
    record("newsroom.import_stopped", batch, by=by, now=now)


@transaction.atomic
def _finish(batch: ImportBatch, *, by: Actor, now: datetime) -> None:
    rows = ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.RUNNING)
    if rows.update(status=BatchStatus.IMPORTED, finished_at=now):
        statuses = list(batch.items.values_list("status", flat=True))
        counts = {status.value: statuses.count(status) for status in ItemStatus if status in statuses}
        record("newsroom.import_finished", batch, by=by, now=now, files=counts)
