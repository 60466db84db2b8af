"""Approve an import as a whole, under a recorded decision, each draft through the approval."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.events import BatchApprovalOrdered
from conglang.content.newsroom.importing.draft import Flaw
from conglang.content.newsroom.models import Article, BatchStatus, ImportBatch, ImportItem, ItemStatus
from conglang.content.newsroom.services.found import lock_batch
from conglang.content.newsroom.services.run_import import Progress, actor_within_reach, at_work, extend
from conglang.content.newsroom.services.submit_batch import NotReady
from conglang.kernel.text import nfc
from conglang.tools.approval.models import Review
from conglang.tools.approval.queries import standing
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Command, Reason, Stage
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.assign import assign
from conglang.tools.approval.services.verify import verify

MOST_STEPS = 20  # assignments and passes of a route


class OwnImport(Forbidden):
    """Whoever imported the files cannot approve them."""


@transaction.atomic
def approve_batch(*, by: Actor, batch_id: int, decision: str, now: datetime) -> ImportBatch:
    """Order the approval of every submitted draft; the worker carries it out. Repeated, it changes nothing.

    `decision` names what allows it, such as the number and date of the board's decision; it goes into each
    article's history. Raises NotFound, Forbidden, OwnImport, NotReady, ValidationError without a decision.
    """
    batch = lock_batch(batch_id)
    by = require(by, "newsroom.approve", batch)
    if by.user_id is None or by.user_id == batch.by_id or by.on_behalf_of == batch.by_id is not None:
        raise OwnImport
    if batch.status in {BatchStatus.APPROVING, BatchStatus.APPROVED}:
        return batch
    if batch.status != BatchStatus.SUBMITTED:
        raise NotReady
    if not decision.strip():
        raise ValidationError({"decision": _("Please name the decision that allows this approval.")})
    batch.decision = nfc(decision).strip()[:300]
    batch.status, batch.approved_by_id, batch.approved_at = BatchStatus.APPROVING, by.user_id, now
    _remember_what_was_seen(batch)
    batch.save(update_fields=["decision", "status", "approved_by", "approved_at"])
    record("newsroom.import_approval_ordered", batch, by=by, now=now, decision=batch.decision)
    publish(BatchApprovalOrdered(batch_id=batch.pk, unit_id=batch.unit_id), now=now)
    return batch


def _remember_what_was_seen(batch: ImportBatch) -> None:
    """Only this content gets approved: an edit between the order and its execution needs another look."""
    items = list(batch.items.filter(status=ItemStatus.DRAFT))
    kind = ContentType.objects.get_for_model(Article)
    reviews = Review.objects.filter(content_type=kind, object_id__in=[item.article_id for item in items])
    hashes = dict(reviews.values_list("object_id", "content_hash"))
    for item in items:
        item.expected_hash = hashes.get(item.article_id, "")
    ImportItem.objects.bulk_update(items, ["expected_hash"], batch_size=200)


def carry_out_approval(
    *, batch_id: int, clock: Callable[[], datetime], progress: Progress | None = None
) -> bool:
    """Approve draft by draft as the person who ordered it; False when another worker is at it.

    Where the approval refuses, such as for somebody's own work, the draft stays and its report says why.
    """
    with at_work(batch_id, BatchStatus.APPROVING, clock()) as batch:
        if batch is None or batch.approved_by is None:
            return False
        by = actor_within_reach(batch.approved_by, batch.unit_id, clock())
        with use_scope(by.scope):
            waiting = batch.items.filter(status=ItemStatus.DRAFT)
            for pk in list(waiting.values_list("pk", flat=True)):
                item = batch.items.select_related("article").get(pk=pk)
                _approve(item, batch.decision, by=by, now=clock())
                if progress is not None:
                    progress(item)
                extend(batch, clock())
        _finish(batch, by=by, now=clock())
    return True


def _approve(item: ImportItem, decision: str, *, by: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            _walk(item, decision, by=by, now=now)
            item.status = ItemStatus.APPROVED
    except Refused as refusal:
        item.status = ItemStatus.DRAFT
        item.note(Flaw.NOT_APPROVED, str(refusal))
    item.save(update_fields=["status", "problems"])


def _walk(item: ImportItem, decision: str, *, by: Actor, now: datetime) -> None:
    """Pass every step that is this person's to pass, up to the approval. Raises Refused."""
    article, seen = item.article, item.expected_hash
    if article is None or by.user_id is None:
        raise TypeError("a draft is approved by a person")
    for _step in range(MOST_STEPS):
        where = standing(by, article, now=now)
        if where.stage in {Stage.APPROVED, Stage.PUBLISHED}:
            return
        if where.may(Command.VERIFY):
            verify(item=article, expected_hash=seen, by=by, now=now, note=decision)
        elif where.commands[Command.VERIFY] is Reason.NEEDS_ASSIGNEE and where.may(Command.ASSIGN):
            assign(item=article, assignee_id=by.user_id, by=by, now=now)
        else:
            approve(item=article, expected_hash=seen, by=by, now=now, note=decision)
        article.refresh_from_db()


@transaction.atomic
def _finish(batch: ImportBatch, *, by: Actor, now: datetime) -> None:
    rows = ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.APPROVING)
    if rows.update(status=BatchStatus.APPROVED, finished_at=now):
        approved = batch.items.filter(status=ItemStatus.APPROVED).count()
        record("newsroom.import_approved", batch, by=by, now=now, decision=batch.decision, approved=approved)
