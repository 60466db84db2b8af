"""Take a key back."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.permissions import MANAGE_KEYS


@transaction.atomic
def revoke_key(*, by: Actor, key_id: int, now: datetime) -> ApiKey:
    """The key opens nothing from the commit on; a repeated call changes nothing.

    Raises NotFound, Forbidden.
    """
    row: ApiKey | None = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if row is None:
        raise NotFound
    named = require(by, MANAGE_KEYS, row)
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        record("quotas.key_revoked", row, by=named, now=now, organisation=row.organisation)
    return row
