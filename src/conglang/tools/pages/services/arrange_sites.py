"""Have sites be as their template and their adaptations say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from conglang.tools.pages.laying import Plan, adopted, plan, retired_facts, shown_blocks
from conglang.tools.pages.layout import Adaptation, Placed, Template, arrange
from conglang.tools.pages.models import Section, SiteLayout
from conglang.tools.pages.queries import stored_sections

BATCH = 400  # keys in one statement: SQLite allows 999 values


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was, or would be, done to one site."""

    unit_id: int
    plan: Plan
    adaptation: Adaptation
    layout: SiteLayout | None
    blocks: list[list[str]]

    @property
    def changes(self) -> bool:
        """Whether visitors will see a difference."""
        before = self.layout.blocks if self.layout else []
        return bool(self.plan) or self.blocks != before

    def arranged(self, template: Template) -> tuple[Placed, ...]:
        """The sections of the site as the template makes them."""
        return arrange(template.sections, self.adaptation.sections)


def outcomes(
    template: Template, unit_ids: Collection[int], wishes: Mapping[int, Adaptation] | None = None
) -> list[Outcome]:
    """What the template makes of each site, in two queries; `wishes` stand for what sites have stored."""
    given = wishes or {}
    present = stored_sections(unit_ids)
    layouts = {row.unit_id: row for row in SiteLayout.objects.filter(unit__in=unit_ids)}
    found = []
    for unit_id in unit_ids:
        layout, stored = layouts.get(unit_id), present.get(unit_id, [])
        adaptation = given.get(unit_id) or (layout.wishes if layout else adopted(template, stored))
        blocks = shown_blocks(template, adaptation)
        found.append(Outcome(unit_id, plan(template, adaptation, stored), adaptation, layout, blocks))
    return found


@transaction.atomic
def write_outcomes(found: Iterable[Outcome], version: int) -> None:
    """Write them, for whoever may and leaves a trace; the statements are as many for all sites as for one."""
    rows = list(found)
    _retire(rows)
    made = _create(rows, tops=True)
    made |= _create(rows, tops=False, headings=made)
    _change(rows)
    _keep_layouts(rows, version)


def _retire(rows: list[Outcome]) -> None:
    sections = [
        Section(pk=pk, unit_id=row.unit_id, **retired_facts(pk)) for row in rows for pk in row.plan.retired
    ]
    if sections:
        Section.objects.bulk_update(sections, ["slug", "in_menu", "is_hidden"], batch_size=BATCH // 4)


def _create(
    rows: list[Outcome], *, tops: bool, headings: Mapping[tuple[int, str], int] | None = None
) -> dict[tuple[int, str], int]:
    """New sections, headings first; returns their database keys by unit and key."""
    wanted = [
        (row.unit_id, key, parent, facts)
        for row in rows
        for key, parent, facts in row.plan.new
        if (not parent) == tops
    ]
    if not wanted:
        return {}
    known = _headings({unit_id for unit_id, *_rest in wanted}) | dict(headings or {}) if not tops else {}
    sections = [
        Section(unit_id=unit_id, key=key, parent_id=known.get((unit_id, parent)), **facts)
        for unit_id, key, parent, facts in wanted
    ]
    Section.objects.bulk_create(sections, batch_size=BATCH // 4)
    return {(row.unit_id, row.key): row.pk for row in sections}


def _change(rows: list[Outcome]) -> None:
    """Facts that many sites share are written together; headings differ by site and go by row."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    moved: list[tuple[int, int, str]] = []
    for row in rows:
        for pk, facts in row.plan.changed.items():
            rest = {name: value for name, value in facts.items() if name != "parent"}
            if "parent" in facts:
                moved.append((row.unit_id, pk, facts["parent"]))
            if rest:
                alike[tuple(sorted(rest.items()))].append(pk)
    for shared, pks in alike.items():
        for start in range(0, len(pks), BATCH):
            Section.objects.filter(pk__in=pks[start : start + BATCH]).update(**dict(shared))
    if moved:
        known = _headings({unit_id for unit_id, *_rest in moved})
        sections = [
            Section(pk=pk, unit_id=unit_id, parent_id=known.get((unit_id, parent)))
            for unit_id, pk, parent in moved
        ]
        Section.objects.bulk_update(sections, ["parent"], batch_size=BATCH // 2)


def _headings(unit_ids: Collection[int]) -> dict[tuple[int, str], int]:
    rows = Section.objects.filter(unit__in=unit_ids, parent=None)
    return {(unit_id, key): pk for unit_id, key, pk in rows.values_list("unit_id", "key", "pk")}


def _keep_layouts(rows: list[Outcome], version: int) -> None:
    new, changed = [], []
    for row in rows:
        layout = row.layout or SiteLayout(unit_id=row.unit_id)
        facts = {"adaptation": row.adaptation.as_data(), "blocks": row.blocks, "version": version}
        if row.layout is None:
            new.append(layout)
        elif any(getattr(layout, name) != value for name, value in facts.items()):
            changed.append(layout)
        for name, value in facts.items():
            setattr(layout, name, value)
    SiteLayout.objects.bulk_create(new, batch_size=BATCH // 4)
    SiteLayout.objects.bulk_update(changed, ["adaptation", "blocks", "version"], batch_size=BATCH // 4)
