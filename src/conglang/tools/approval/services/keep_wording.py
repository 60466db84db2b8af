"""Say that marked words of an item are right as they stand."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.kernel.proofreading import Kind
from conglang.tools.approval.models import KeptWording
from conglang.tools.approval.reviews import kind_of


@transaction.atomic
def keep_wording(
    *, item: Any, permission: str, kind: Kind, words: str, by: Actor, now: datetime
) -> KeptWording:
    """Mark these words of the item no more; a repeated call changes nothing. Raises Forbidden."""
    by = require(by, permission, item)
    first: dict[str, Any] = {"unit_id": item.unit_id, "by_id": by.user_id, "at": now}
    rows: QuerySet[KeptWording] = KeptWording.objects.all()
    row, is_new = rows.get_or_create(
        content_type=kind_of(item),
        object_id=item.pk,
        kind=kind,
        words=words[:300],
        defaults=first,
    )
    if is_new:
        record("approval.wording_kept", item, by=by, now=now, words=words[:300], kind=kind)
    return row
