"""What visitors see of a unit: its own live items and those of the units that it succeeded."""

from collections.abc import Sequence

from django.db.models import QuerySet

from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.content.newsroom.models import Article
from conglang.tools.pages.models import Section


def articles(unit_ids: Sequence[int]) -> QuerySet[Article]:
    """Live items for lists, newest first, without their bodies."""
    rows: QuerySet[Article] = Article.objects.filter(unit_id__in=unit_ids)
    rows = rows.select_related("section", "lead", "unit").defer("body")
    return rows.order_by("-first_published_at", "-pk")


def in_sections(unit_ids: Sequence[int], keys: Sequence[str]) -> QuerySet[Article]:
    """Live items of the sections with these keys, in all of the units."""
    # looked up first: only with the sections' own ids the index gives the newest without sorting thousands
    sections = Section.objects.filter(unit__in=unit_ids, key__in=keys).values_list("pk", flat=True)
    return articles(unit_ids).filter(section__in=list(sections))


def own_ids(unit: Unit) -> list[int]:
    """The unit and everything that went into it: an old commune's items are found under its successor."""
    return [unit.pk, *predecessor_ids(unit.pk)]
