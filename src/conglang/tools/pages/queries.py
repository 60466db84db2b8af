"""Reads for whatever is drawn around an item: menu, header, footer."""

from dataclasses import dataclass

from conglang.base.units.models import Unit
from conglang.tools.pages.models import Section, SiteProfile


@dataclass(frozen=True)
class MenuEntry:
    """A section of the main menu with its subsections, in order."""

    section: Section
    children: tuple[Section, ...]


@dataclass(frozen=True)
class Frame:
    """Everything that surrounds the content of a public page."""

    unit: Unit
    profile: SiteProfile | None
    menu: tuple[MenuEntry, ...]
    sections: dict[str, Section]  # by slug


def frame(unit: Unit) -> Frame:
    """The frame of the unit's public pages, in two queries."""
    sections = list(Section.objects.filter(unit=unit))
    children: dict[int, list[Section]] = {}
    for section in sections:
        if section.parent_id is not None:
            children.setdefault(section.parent_id, []).append(section)
    return Frame(
        unit=unit,
        profile=SiteProfile.objects.filter(unit=unit).select_related("emblem", "banner").first(),
        menu=tuple(
            MenuEntry(section, tuple(children.get(section.pk, ())))
            for section in sections
            if section.in_menu and section.parent_id is None
        ),
        sections={section.slug: section for section in sections},
    )
