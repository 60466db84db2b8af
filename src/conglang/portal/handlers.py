"""What follows from events: whoever reads our feeds is told of news."""

from datetime import datetime

from django.conf import settings

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.newsroom.findable import LABEL
from conglang.content.newsroom.models import Article
from conglang.network.exchange.addresses import origin_of
from conglang.network.exchange.tasks import tell_of_news
from conglang.portal.feeds import FORMATS
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn


@subscribe(ItemPublished, about=[LABEL])
def tell_hub_of_new_item(event: ItemPublished, now: datetime) -> None:
    """Name the feeds that have the item."""
    _tell(event)


@subscribe(ItemWithdrawn, about=[LABEL])
def tell_hub_of_lost_item(event: ItemWithdrawn, now: datetime) -> None:
    """Name the feeds that had the item."""
    _tell(event)


def _tell(event: ItemPublished | ItemWithdrawn) -> None:
    if not settings.WEBSUB_HUB:
        return
    with everything("feeds are those of the item's unit and section"):
        article = Article.objects.select_related("section__parent").get(pk=event.object_id)
        origin = origin_of(event.unit_id)
    sections = [section for section in (article.section, article.section.parent) if section]
    folders = ["/", *(section.get_absolute_url() for section in sections)]
    topics = [f"{origin}{folder}{name}" for folder in folders for name in FORMATS]
    if origin:
        tell_of_news.enqueue(settings.WEBSUB_HUB, topics)
