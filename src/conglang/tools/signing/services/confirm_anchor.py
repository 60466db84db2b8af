"""Trust a certificate: the second person's part."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.tools.signing.certificates import same_fingerprint
from conglang.tools.signing.events import AnchorsChanged
from conglang.tools.signing.models import TrustAnchor
from conglang.tools.signing.permissions import CONFIRM
from conglang.tools.signing.refusals import AnchorRefusal, AnchorRefused


@transaction.atomic
def confirm_anchor(*, by: Actor, anchor: TrustAnchor, typed_fingerprint: str, now: datetime) -> TrustAnchor:
    """Judge signatures by this certificate from now on; a repeated call changes nothing.

    The second person types the fingerprint from paper too. Raises NotFound, Forbidden, AnchorRefused.
    """
    by = require(by, CONFIRM, anchor)
    anchor = TrustAnchor.objects.select_for_update().get(pk=anchor.pk)
    if anchor.retired_at is not None:
        raise AnchorRefused(AnchorRefusal.OVER)
    if anchor.confirmed_at is not None:
        return anchor
    if by.user_id is None or by.user_id == anchor.proposed_by_id:
        raise AnchorRefused(AnchorRefusal.SAME_PERSON)
    if not same_fingerprint(typed_fingerprint, anchor.fingerprint):
        raise AnchorRefused(AnchorRefusal.FINGERPRINT)
    anchor.confirmed_by_id, anchor.confirmed_at = by.user_id, now
    anchor.save(update_fields=["confirmed_by", "confirmed_at"])
    record("signing.anchor_confirmed", anchor, by=by, now=now, fingerprint=anchor.fingerprint)
    publish(AnchorsChanged(unit_id=anchor.unit_id), now=now)
    return anchor
