"""Articles as the search knows them."""

from collections.abc import Sequence
from datetime import datetime

from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.queries import files_of
from conglang.tools.pages.blocks import plain_text
from conglang.tools.pages.models import SectionKind
from conglang.tools.search import sources
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

LABEL = "newsroom.article"
PAGE = "page"


def follow(article_id: int, now: datetime) -> None:
    """Let an article be found while it is public. The row decides, not the event that told of it."""
    with everything("what can be found follows what is public"):
        article = Article.objects.filter(pk=article_id).select_related("section").first()
        if article is not None and article.live:
            put(items=[item_of(article)], now=now)
        else:
            drop(label=LABEL, object_ids=[article_id])


def item_of(article: Article) -> sources.Item:
    """What of a live article is found, and where it leads."""
    section = article.section
    is_page = section.kind == SectionKind.PAGE
    is_section_page = is_page and article.translation_of_id is None
    _images, documents = files_of(article)
    return sources.Item(
        label=LABEL,
        object_id=article.pk,
        unit_id=article.unit_id,
        uid=article.uid,
        kind=PAGE if is_page else article.kind,
        section_key=section.key,
        section=section.title,
        title=article.title,
        path=section.get_absolute_url() if is_section_page else article.get_absolute_url(),
        summary=article.summary,
        text=plain_text(article.body),
        published_at=article.first_published_at,
        language=article.language,
        files=tuple(sources.File(str(d.file.name), d.file_sha256, d.extension) for d in documents),
    )


def live_items(unit_ids: Sequence[int] | None, after: int, number: int) -> list[sources.Item]:
    """Live articles in the order of their keys, for rebuilding the index."""
    rows = Article.objects.filter(live=True, pk__gt=after).select_related("section").order_by("pk")
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return [item_of(article) for article in rows[:number]]


sources.register(LABEL, live_items, [*ArticleKind.choices, (PAGE, SectionKind.PAGE.label)])
