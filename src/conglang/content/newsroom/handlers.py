"""What follows from events: files of live articles are public, imports are worked on."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.newsroom import findable
from conglang.content.newsroom.events import BatchApprovalOrdered, ImportReady
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import files_of
from conglang.content.newsroom.tasks import approve_import, read_import
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.media.services.expose import conceal, expose

_ARTICLE = "newsroom.article"


@subscribe(ItemPublished, about=[_ARTICLE])
def show_article(event: ItemPublished, now: datetime) -> None:
    """Let visitors fetch what the public version shows, and find it."""
    _follow(event.object_id, now)


@subscribe(ItemWithdrawn, about=[_ARTICLE])
def hide_article(event: ItemWithdrawn, now: datetime) -> None:
    """Take its files from visitors, and it from the search."""
    _follow(event.object_id, now)


def _follow(article_id: int, now: datetime) -> None:
    """The row decides, not the event: events arrive late and more than once."""
    with everything("files follow what is public, whoever made it so"):
        article = Article.objects.filter(pk=article_id).first()
        if article is not None and article.live:
            images, documents = files_of(article)
            expose(owner=article, images=images, documents=documents)
        elif article is not None:
            conceal(owner=article)
    findable.follow(article_id, now)


@subscribe(ImportReady)
def queue_reading(event: ImportReady, now: datetime) -> None:
    """Reading takes minutes."""
    read_import.enqueue(event.batch_id)


@subscribe(BatchApprovalOrdered)
def queue_approval(event: BatchApprovalOrdered, now: datetime) -> None:
    """Approving many takes minutes."""
    approve_import.enqueue(event.batch_id)
