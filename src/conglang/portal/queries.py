"""What visitors see of a unit: its own live items and those of the units that it succeeded."""

from collections.abc import Sequence

from django.db.models import QuerySet

from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.content.newsroom.models import Article
from conglang.kernel.text import fold

MAX_QUERY_LENGTH = 200  # characters; a longer text is no search
MAX_WORDS = 12


def articles(unit_ids: Sequence[int]) -> QuerySet[Article]:
    """Live items for lists, newest first, without their bodies."""
    rows: QuerySet[Article] = Article.objects.filter(unit_id__in=unit_ids)
    rows = rows.select_related("section", "lead", "unit").defer("body", "search_text")
    return rows.order_by("-first_published_at", "-pk")


def own_ids(unit: Unit) -> list[int]:
    """The unit and everything that went into it: an old commune's items are found under its successor."""
    return [unit.pk, *predecessor_ids(unit.pk)]


def search(unit: Unit, query: str) -> QuerySet[Article]:
    """Items that have all the words somewhere, marks and capitals aside."""
    words = fold(query[:MAX_QUERY_LENGTH]).split()[:MAX_WORDS]
    found = articles(own_ids(unit))
    if not words:
        return found.none()
    for word in words:
        found = found.filter(search_text__contains=word)
    return found
