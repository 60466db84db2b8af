"""What visitors see of a unit: its own live items and those of the units that it succeeded."""

from collections.abc import Sequence

from django.db.models import QuerySet

from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.content.newsroom.models import Article
from conglang.tools.pages.models import Section


def articles(unit_ids: Sequence[int]) -> QuerySet[Article]:
    """Live items for lists, newest first, without bodies; a translation is reached from its original."""
    rows: QuerySet[Article] = Article.objects.filter(unit_id__in=unit_ids, translation_of=None)
    rows = rows.select_related("section", "lead", "unit").defer("body")
    return rows.order_by("-first_published_at", "-pk")


def in_sections(unit_ids: Sequence[int], keys: Sequence[str]) -> QuerySet[Article]:
    """Live items of the sections with these keys, in all of the units."""
    # looked up first: only with the sections' own ids the index gives the newest without sorting thousands
    sections = Section.objects.filter(unit__in=unit_ids, key__in=keys).values_list("pk", flat=True)
    return articles(unit_ids).filter(section__in=list(sections))


def item_at(unit: Unit, section_slug: str, article_slug: str) -> Article | None:
    """The live item at an address; the unit's own first, a predecessor may have used the same one."""
    found = Article.objects.filter(unit_id__in=own_ids(unit), slug=article_slug, section__slug=section_slug)
    rows = found.select_related("section__parent", "unit", "lead", "theme")
    return min(rows, key=lambda row: row.unit_id != unit.pk, default=None)


def standing_item(unit: Unit, section: Section) -> Article | None:
    """What a section with one standing page shows; its translations have addresses of their own."""
    rows = Article.objects.filter(unit=unit, section=section, translation_of=None)
    item: Article | None = rows.order_by("-first_published_at").first()
    return item


def own_ids(unit: Unit) -> list[int]:
    """The unit and everything that went into it: an old commune's items are found under its successor."""
    return [unit.pk, *predecessor_ids(unit.pk)]
