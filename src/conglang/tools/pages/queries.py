"""Reads for whatever is drawn around an item, menu, header and footer, and for the changes of it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.base.units.queries import units_in_force
from conglang.base.units.scope import everything
from conglang.tools.pages.laying import FIELDS, Stored
from conglang.tools.pages.layout import Template
from conglang.tools.pages.models import PageChange, Section, SiteLayout, SiteProfile, TemplateVersion
from conglang.tools.pages.rules import ChangeState
from conglang.tools.pages.template import first_template


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
    parent_profile: SiteProfile | None
    menu: tuple[MenuEntry, ...]
    sections: dict[str, Section]  # by slug


def frame(unit: Unit) -> Frame:
    """The frame of the unit's public pages, in two queries."""
    sections = list(Section.objects.filter(unit=unit, is_hidden=False))
    children: dict[int, list[Section]] = {}
    for section in sections:
        if section.parent_id is not None:
            children.setdefault(section.parent_id, []).append(section)
    own_and_above = SiteProfile.objects.filter(unit__in=[unit.pk, unit.parent_id or unit.pk])
    profiles = {row.unit_id: row for row in own_and_above.select_related("emblem")}
    return Frame(
        unit=unit,
        profile=profiles.get(unit.pk),
        parent_profile=profiles.get(unit.parent_id or 0),
        menu=tuple(
            MenuEntry(section, tuple(children.get(section.pk, ())))
            for section in sections
            if section.in_menu and section.parent_id is None
        ),
        sections={section.slug: section for section in sections},
    )


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """A part of a front page that is shown, under the title that the site gives it."""

    key: str
    title: str


def home_blocks(unit: Unit) -> tuple[HomeBlock, ...]:
    """The parts of the unit's front page in order; those of the first template before it is laid out."""
    layout = SiteLayout.objects.filter(unit=unit).first()
    rows = layout.blocks if layout else [[row.key, row.title] for row in first_template().blocks]
    return tuple(HomeBlock(key, title) for key, title in rows)


def stored_sections(unit_ids: Collection[int]) -> dict[int, list[Stored]]:
    """All sections of these units as they are stored, retired ones too; one query."""
    found: dict[int, list[Stored]] = {}
    rows = Section.objects.filter(unit__in=unit_ids).order_by("order", "pk")
    for unit_id, pk, key, parent, *facts in rows.values_list("unit_id", "pk", "key", "parent__key", *FIELDS):
        stored = Stored(pk, key, parent or "", dict(zip(FIELDS, facts, strict=True)))
        found.setdefault(unit_id, []).append(stored)
    return found


def version_for(unit: Unit) -> TemplateVersion | None:
    """The template in force for a unit: that of the province above it; None where it laid down none."""
    owner = unit.ancestor_ids[-1] if unit.ancestor_ids else unit.pk
    with everything("a province's template holds for all sites below it"):
        found: TemplateVersion | None = TemplateVersion.objects.filter(unit=owner).order_by("-number").first()
    return found


def template_for(unit: Unit) -> Template:
    """What the version says, or the installation's first template."""
    version = version_for(unit)
    return version.template if version else first_template()


def sites_below(unit: Unit, on: date) -> list[Unit]:
    """The unit and all units below it that exist on the day: those that a template of the unit is for."""
    rows = units_in_force(on).filter(Q(pk=unit.pk) | Q(lineage__startswith=unit.below))
    return list(rows.order_by("lineage", "code"))


def users_of(sections: Iterable[int]) -> dict[int, int]:
    """How many rows of other tables name each of these sections; whatever app they belong to."""
    keys, found = list(sections), Counter[int]()
    ways: list[Any] = Section._meta.get_fields(include_hidden=True)  # most give no name to the way back
    for relation in ways:
        if not relation.one_to_many or relation.related_model is Section:
            continue
        model, name = relation.related_model, relation.field.attname
        for start in range(0, len(keys), 400):
            rows = model._base_manager.filter(**{f"{name}__in": keys[start : start + 400]})
            found.update(dict(rows.values_list(name).annotate(number=Count("pk")).order_by()))
    return dict(found)


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
