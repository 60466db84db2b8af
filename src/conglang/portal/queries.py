"""What visitors see of a unit: its own live items and those of the units that it succeeded."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.content.newsroom.models import Article
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.queries import PORTAL, placed, placed_line
from conglang.tools.pages.models import Section


def articles(unit_ids: Sequence[int], also: Q | None = None) -> QuerySet[Article]:
    """Live items for lists, newest first, without bodies; a translation is reached from its original.

    `also` adds others: those from above that were put on the site.
    """
    whose = Q(unit_id__in=unit_ids)
    rows: QuerySet[Article] = Article.objects.filter(whose | also if also else whose, translation_of=None)
    rows = rows.select_related("section", "lead", "unit").defer("body")
    return rows.order_by("-first_published_at", "-pk")


def shown_by(unit_ids: Sequence[int]) -> QuerySet[Article]:
    """Everything in the lists of a site: the units' own items and what was put there from above."""
    return articles(unit_ids, Q(pk__in=[pk for pk, _key in placed(Article, unit_ids)]))


def in_sections(unit_ids: Sequence[int], keys: Sequence[str]) -> QuerySet[Article]:
    """Live items of the sections with these keys, in all of the units, and what was put there from above."""
    # looked up first: only with the sections' own ids the index gives the newest without sorting thousands
    sections = Section.objects.filter(unit__in=unit_ids, key__in=keys).values_list("pk", flat=True)
    here = Q(section__in=list(sections))
    others = Q(pk__in=[pk for pk, key in placed(Article, unit_ids) if key in keys])
    return articles(unit_ids, others).filter(here | others)


def item_at(unit: Unit, section_slug: str, article_slug: str) -> Article | None:
    """The live item at an address; the unit's own first, a predecessor may have used the same one.

    Last comes what a unit above put on the site: its path is that of its own site.
    """
    ids = own_ids(unit)
    there = Line.objects.filter(unit__in=ids, channel=PORTAL, live=True, model=Article._meta.label_lower)
    there = there.exclude(sender__in=ids).values("object_id")
    rows = Article.objects.filter(slug=article_slug, section__slug=section_slug)
    rows = rows.filter(Q(unit_id__in=ids) | Q(pk__in=there)).select_related(
        "section__parent", "unit", "lead", "theme"
    )
    return min(rows, key=lambda row: (row.unit_id not in ids, row.unit_id != unit.pk), default=None)


def put_here(unit: Unit, item: Article) -> Line | None:
    """The line by which the unit's site shows an item from above; None for an own one."""
    return placed_line(item, own_ids(unit)) if item.unit_id in unit.ancestor_ids else None


def standing_item(unit: Unit, section: Section) -> Article | None:
    """What a section with one standing page shows; its translations have addresses of their own."""
    rows = Article.objects.filter(unit=unit, section=section, translation_of=None)
    item: Article | None = rows.order_by("-first_published_at").first()
    return item


def own_ids(unit: Unit) -> list[int]:
    """The unit and everything that went into it: an old commune's items are found under its successor."""
    return [unit.pk, *predecessor_ids(unit.pk)]
