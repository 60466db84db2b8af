"""Trust a certificate no longer."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.tools.signing.events import AnchorsChanged
from conglang.tools.signing.models import TrustAnchor
from conglang.tools.signing.permissions import INSTALL


@transaction.atomic
def retire_anchor(*, by: Actor, anchor: TrustAnchor, now: datetime) -> TrustAnchor:
    """Take trust back, or give up proposing it; one person is enough, and once is enough.

    Raises NotFound, Forbidden.
    """
    by = require(by, INSTALL, anchor)
    anchor = TrustAnchor.objects.select_for_update().get(pk=anchor.pk)
    if anchor.retired_at is None:
        anchor.retired_by_id, anchor.retired_at = by.user_id, now
        anchor.save(update_fields=["retired_by", "retired_at"])
        record("signing.anchor_retired", anchor, by=by, now=now, fingerprint=anchor.fingerprint)
        if anchor.confirmed_at is not None:
            publish(AnchorsChanged(unit_id=anchor.unit_id), now=now)
    return anchor
