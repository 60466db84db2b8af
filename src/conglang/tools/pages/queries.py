"""Reads for whatever is drawn around an item, menu, header and footer, and for the changes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.tools.pages.models import PageChange, Section, SiteProfile
from conglang.tools.pages.rules import ChangeState


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
        profile=SiteProfile.objects.filter(unit=unit).select_related("emblem").first(),
        menu=tuple(
            MenuEntry(section, tuple(children.get(section.pk, ())))
            for section in sections
            if section.in_menu and section.parent_id is None
        ),
        sections={section.slug: section for section in sections},
    )


def draft_of(by: Actor, unit_id: int, kind: str) -> PageChange | None:
    """The change that the person is preparing for the unit's site, if any."""
    rows = PageChange.objects.filter(unit=unit_id, kind=kind, state=ChangeState.DRAFT)
    found: PageChange | None = rows.filter(proposed_by=by.user_id).first()
    return found


def changes(unit_ids: Iterable[int]) -> QuerySet[PageChange]:
    """Changes that were proposed for these units, the newest first, without drafts."""
    rows: QuerySet[PageChange] = PageChange.objects.filter(unit__in=unit_ids)
    rows = rows.exclude(state=ChangeState.DRAFT)
    return rows.select_related("unit", "proposed_by", "decided_by")
