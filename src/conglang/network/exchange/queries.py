"""Reads about outside feeds."""

from datetime import datetime

from django.db.models import Count, QuerySet

from conglang.network.exchange.models import Feed, FeedItem, Use

ON_FRONT_PAGE = 6


def feeds_of(unit_id: int) -> QuerySet[Feed]:
    """The unit's feeds that were not stopped, each with its number of items as `count`."""
    rows: QuerySet[Feed] = Feed.objects.filter(unit=unit_id, stopped_at=None)
    return rows.select_related("section", "unit").annotate(count=Count("items"))


def linked_items(unit_id: int) -> list[FeedItem]:
    """The newest items of the feeds that the unit shows as links, each with its feed."""
    rows = FeedItem.objects.filter(
        unit=unit_id, feed__use=Use.LINKS, feed__stopped_at=None, feed__confirmed_at__isnull=False
    )
    return list(rows.select_related("feed")[:ON_FRONT_PAGE])


def due_feeds(now: datetime) -> list[int]:
    """Ids of the feeds to be asked, those waiting for longest first."""
    rows = Feed.objects.filter(stopped_at=None, next_at__lte=now).exclude(use=Use.LINKS, confirmed_at=None)
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:100])
