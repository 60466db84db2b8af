"""Say something about a passage of an item, and settle what was said. Nothing of it is content."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.tools.approval.models import Remark
from conglang.tools.approval.reviews import kind_of

MOST_QUOTED = 300


@transaction.atomic
def remark(
    *,
    item: Any,
    permission: str,
    text: str,
    by: Actor,
    now: datetime,
    quote: str = "",
    answers_id: int | None = None,
) -> Remark:
    """Keep a remark with the newest version; the same one again changes nothing.

    `permission` is the one to remark on items of this kind. Raises Forbidden; NotFound for an answer to a
    remark about something else.
    """
    by = require(by, permission, item)
    about = {"content_type": kind_of(item), "object_id": item.pk}
    answered = Remark.objects.filter(pk=answers_id, answers=None, **about).first() if answers_id else None
    if answers_id and answered is None:
        raise NotFound
    said = about | {"unit_id": item.unit_id, "by_id": by.user_id, "answers": answered}
    said |= {"text": text.strip(), "quote": " ".join(quote.split())[:MOST_QUOTED]}
    said |= {"revision_id": item.latest_revision_id}
    rows: QuerySet[Remark] = Remark.objects.all()
    row, is_new = rows.get_or_create(**said, defaults={"at": now})
    if is_new:
        record("approval.remarked", item, by=by, now=now, remark=row.pk, revision=row.revision_id)
    return row


@transaction.atomic
def resolve_remark(*, item: Any, permission: str, remark_id: int, by: Actor, now: datetime) -> Remark:
    """Settle a remark; a repeated call changes nothing. Raises Forbidden and NotFound."""
    by = require(by, permission, item)
    rows: QuerySet[Remark] = Remark.objects.filter(
        content_type=kind_of(item), object_id=item.pk, answers=None
    )
    row = rows.select_for_update().filter(pk=remark_id).first()
    if row is None:
        raise NotFound
    if row.resolved_at is None:
        row.resolved_at = now
        row.save(update_fields=["resolved_at"])
        record("approval.remark_resolved", item, by=by, now=now, remark=row.pk)
    return row
