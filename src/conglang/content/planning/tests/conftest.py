"""A commune with its board; what was published on which day is said by the test."""

from datetime import UTC, date, datetime, time

from conglang.base.accounts.tests.villages import desk, stopped_at, two  # noqa: F401  # a fixture
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, write
from conglang.content.newsroom.themes import Theme

DESK = "/ke-hoach-tin-bai/"


frozen = stopped_at(NOW)
home, neighbour = two(commune)


def published(of: Commune, title: str, on: date, theme: Theme | None = None, **more) -> Article:
    """An item as if it had gone all the way on a day; the figures ask for the day alone."""
    article = write(of, title=title, theme_id=theme.pk if theme else None, **more)
    with everything("tests"):
        at = datetime.combine(on, time(9), UTC)
        Article.objects.filter(pk=article.pk).update(first_published_at=at)
    return article
