"""Articles as the search knows them."""

from collections.abc import Sequence

from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.queries import files_of
from conglang.tools.pages.blocks import plain_text
from conglang.tools.pages.models import SectionKind
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

PAGE = "page"


def item_of(article: Article) -> sources.Item:
    """What of a live article is found, and where it leads."""
    section = article.section
    is_page = section.kind == SectionKind.PAGE
    is_section_page = is_page and article.translation_of_id is None
    _images, documents = files_of(article)
    return sources.Item(
        label=Article._meta.label_lower,
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


def _items(articles: Sequence[Article]) -> list[sources.Item]:
    return [item_of(article) for article in articles]


FOUND = Findable(Article, _items, [*ArticleKind.choices, (PAGE, SectionKind.PAGE.label)], related=["section"])
LABEL, follow = FOUND.label, FOUND.follow
