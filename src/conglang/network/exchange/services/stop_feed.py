"""End the connection with a portal."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.network.exchange.models import Feed
from conglang.network.exchange.permissions import KEEP


@transaction.atomic
def stop_feed(*, by: Actor, feed: Feed, now: datetime) -> Feed:
    """Read the feed no longer and show none of its links; what became of its items stays.

    A repeated call changes nothing. Raises NotFound, Forbidden.
    """
    by = require(by, KEEP, feed)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if feed.stopped_at is None:
        feed.stopped_at = now
        feed.save(update_fields=["stopped_at"])
        record("exchange.feed_stopped", feed, by=by, now=now)
    return feed
