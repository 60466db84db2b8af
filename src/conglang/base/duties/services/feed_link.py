from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.services.devices import hash_token
from conglang.base.duties.models import FeedLink
from conglang.base.ledger.audit import record


@transaction.atomic
def renew_feed_link(*, by: Actor, now: datetime) -> str:
    """Make a person's secret for calendar programs anew; the one before stops working. Its hash stays."""
    if by.user_id is None:
        raise Forbidden
    secret = token_urlsafe(32)
    link, _made = FeedLink.objects.update_or_create(
        person_id=by.user_id, defaults={"token_hash": hash_token(secret), "made_at": now}
    )
    record("duties.feed_renewed", link, by=by, now=now, unit_id=by.unit_id)
    return secret
