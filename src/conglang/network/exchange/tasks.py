"""Feeds are read by the worker, each in a task of its own."""

from datetime import datetime, timedelta

from django_tasks import task

from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.network.exchange.addresses import callback_of
from conglang.network.exchange.models import Feed
from conglang.network.exchange.queries import due_feeds
from conglang.network.exchange.services.hubs import ask_hub, tell_hub
from conglang.network.exchange.services.pull_feed import pull_feed

CLAIM = timedelta(minutes=10)  # longer than any reading takes


@task()
def read_one(feed_id: int) -> None:
    """Read a feed and, where a hub offers it, ask to be told of news."""
    now = clock_now()
    pull_feed(feed_id=feed_id, now=now)
    with everything("feeds of all units are read"):
        feed = Feed.objects.get(pk=feed_id)
        callback = callback_of(feed)
        if feed.is_read and callback:
            ask_hub(feed=feed, callback=callback, now=now)


@every(seconds=20)
def read_due(now: datetime) -> None:
    """Hand the feeds whose time has come to the queue; a task that is lost comes again."""
    with everything("feeds of all units are read"):
        for feed_id in due_feeds(now):
            if Feed.objects.filter(pk=feed_id, next_at__lte=now).update(next_at=now + CLAIM):
                read_one.enqueue(feed_id)


@task()
def tell_of_news(hub: str, topics: list[str]) -> None:
    """Tell a hub that feeds of ours have news."""
    tell_hub(hub=hub, topics=topics)
