"""What readers of a site can follow: units, their topics and hamlets. A topic is a section or a theme."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Hamlet, Unit, UnitLevel
from conglang.base.units.queries import descendants, public_scope, units_in_force
from conglang.base.units.scope import use_scope
from conglang.content.directory.queries import hamlets, people
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import local_day, now
from conglang.kernel.text import collation_key
from conglang.portal.themes import themes_with_items
from conglang.tools.pages.models import Section, SectionKind

Group = tuple[str | Promise, list[tuple[str, str]]]
THEME = "chu-de/"
ALWAYS = ("news", "notices")  # keys of sections that can be followed before there is anything in them


def units_to_follow(unit: Unit) -> list[Unit]:
    """The site's own unit first, then the communes of a province, or the province of a commune."""
    if unit.level == UnitLevel.PROVINCE:
        below = units_in_force(local_day(now())) & descendants(unit)
        return [unit, *sorted(below, key=lambda each: collation_key(each.name))]
    return [unit, unit.parent] if unit.parent else [unit]


def topics_of(unit: Unit) -> list[Group]:
    """Keys and titles of what a unit's public items are about, sections first; empty ones are left out."""
    with use_scope(public_scope(unit)):
        filled = Q(pk__in=Article.objects.filter(unit=unit).values("section")) | Q(key__in=ALWAYS)
        rows = Section.objects.filter(filled, unit=unit, kind=SectionKind.LIST, is_hidden=False)
        sections = [(row.key, row.title) for row in rows]
        themes = [(f"{THEME}{row.theme.slug}", row.theme.title) for row in themes_with_items(unit)]
    return [group for group in ((_("Sections"), sections), (_("Themes and series"), themes)) if group[1]]


def topics_about(item: Article, section_key: str = "") -> frozenset[str]:
    """The topics whose readers want to know of an item, on a site that shows it in this section."""
    theme = {f"{THEME}{item.theme.slug}"} if item.theme else set()
    return frozenset({section_key or item.section.key, *theme})


def hamlets_of(unit: Unit) -> Sequence[Hamlet]:
    """The hamlets of a commune that its public directory names."""
    with use_scope(public_scope(unit)):
        return hamlets([unit.pk], people([unit.pk]))
