"""Ask a feed for news and take what is new."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.units.scope import everything
from conglang.network.exchange import fetching
from conglang.network.exchange.fetching import Answer, Unreachable
from conglang.network.exchange.models import Feed
from conglang.network.exchange.reading import Channel, NotAFeed, read_feed
from conglang.network.exchange.rules import DEAD_AFTER, next_time
from conglang.network.exchange.services.take_entry import take_entry

logger = logging.getLogger(__name__)

GONE = 410
SYSTEM = Actor.system("exchange")
Fetch = Callable[..., Answer]


@dataclass(frozen=True)
class Pulled:
    """What a reading brought: numbers of items."""

    new: int = 0
    changed: int = 0
    refused: int = 0
    error: str = ""


def pull_feed(*, feed_id: int, now: datetime, fetch: Fetch = fetching.fetch) -> Pulled:
    """Read the feed once. What was taken before is not taken again, whenever this was interrupted.

    The net is asked outside every transaction. What the other side does wrong stands on the feed.
    """
    with everything("feeds of all units are read"):
        feed = Feed.objects.select_related("unit", "section", "added_by").get(pk=feed_id)
        if not feed.is_read:
            return Pulled()
        try:
            answer = fetch(feed.url, etag=feed.etag, modified=feed.modified)
            if answer.data is None:
                _worked(feed, answer, None, now)
                return Pulled()
            channel = read_feed(answer.data, answer.url, answer.content_type, answer.links)
        except Unreachable as error:
            return _failed(feed, str(error), now, error)
        except NotAFeed as error:
            return _failed(feed, error.fault, now, None)
        pulled = _take_all(feed, channel, now)
        _worked(feed, answer, channel, now)
        return pulled


def _take_all(feed: Feed, channel: Channel, now: datetime) -> Pulled:
    counts = {"new": 0, "changed": 0, "refused": 0, "known": 0}
    for entry in reversed(channel.entries):  # the oldest first, so that the newest is the newest here too
        try:
            with transaction.atomic():
                counts[take_entry(feed=feed, entry=entry, by=SYSTEM, now=now)] += 1
        except ValidationError:
            logger.warning("an item of feed %s could not be taken: %s", feed.pk, entry.link, exc_info=True)
            counts["refused"] += 1
    return Pulled(counts["new"], counts["changed"], counts["refused"])


def _worked(feed: Feed, answer: Answer, channel: Channel | None, now: datetime) -> None:
    if channel is not None:
        if channel.hub != feed.hub or channel.topic != feed.topic:
            feed.told_until = None  # what another hub promised counts no more
        feed.hub, feed.topic, feed.left = channel.hub, channel.topic, channel.left
    feed.etag, feed.modified = answer.etag, answer.modified
    feed.failures, feed.error, feed.worked_at = 0, "", now
    _asked(feed, now)


def _failed(feed: Feed, error: str, now: datetime, reason: Unreachable | None) -> Pulled:
    feed.failures, feed.error = feed.failures + 1, error[:300]
    if feed.failures >= DEAD_AFTER or (reason is not None and reason.code == GONE):
        feed.stopped_at = now
    _asked(feed, now, reason)
    return Pulled(error=error)


def _asked(feed: Feed, now: datetime, reason: Unreachable | None = None) -> None:
    feed.asked_at = now
    wait = reason.wait if reason is not None else None
    feed.next_at = next_time(now, failures=feed.failures, has_hub=feed.is_told(now), asked_to_wait=wait)
    feed.save(
        update_fields=[
            "etag", "modified", "failures", "error", "worked_at", "asked_at", "next_at", "stopped_at",
            "hub", "topic", "told_until", "left",
        ]
    )  # fmt: skip
