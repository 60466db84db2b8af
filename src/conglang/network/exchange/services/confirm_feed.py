"""Let a list of links stand on the front page: the second person's part."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.ledger.audit import record
from conglang.network.exchange.models import Feed
from conglang.network.exchange.permissions import CONFIRM


class OwnFeed(Forbidden):
    """Whoever added a feed cannot confirm it."""

    def __str__(self) -> str:
        return _("Whoever added the feed cannot confirm it. Ask somebody else.")


@transaction.atomic
def confirm_feed(*, by: Actor, feed: Feed, now: datetime) -> Feed:
    """Show the feed's links; a repeated call changes nothing. Raises NotFound, Forbidden, OwnFeed."""
    by = require(by, CONFIRM, feed)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if feed.confirmed_at is not None or feed.stopped_at is not None:
        return feed
    if feed.added_by_id == by.user_id:
        raise OwnFeed
    feed.confirmed_by_id, feed.confirmed_at, feed.next_at = by.user_id, now, now
    feed.save(update_fields=["confirmed_by", "confirmed_at", "next_at"])
    record("exchange.feed_confirmed", feed, by=by, now=now)
    return feed
