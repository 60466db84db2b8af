"""What has to be written so that a site is as template and adaptation say. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conglang.tools.pages.layout import Adaptation, Placed, Row, Rule, Template, Wishes, arrange

FIELDS = ("title", "slug", "kind", "order", "in_menu", "legal_basis", "is_hidden")


@dataclass(frozen=True, slots=True)
class Stored:
    """A section of a site as it is in the database."""

    pk: int
    key: str
    parent: str  # the heading's key
    facts: Mapping[str, Any]  # of FIELDS


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write for one site; empty where the site is as it should be."""

    new: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()  # key, heading's key, facts
    changed: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)  # by stored key; `parent` is a key
    retired: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many sections it touches."""
        return len(self.new) + len(self.changed) + len(self.retired)

    def __bool__(self) -> bool:
        return self.size > 0


def plan(template: Template, adaptation: Adaptation, stored: Sequence[Stored]) -> Plan:
    """The way from what is stored to what should be.

    A section that is in neither is retired: kept out of sight with its key, because items may name it still,
    and the same key brings it back.
    """
    present = {each.key: each for each in stored}
    wanted = {
        key: (parent, facts)
        for key, parent, facts in _wanted(arrange(template.sections, adaptation.sections))
    }
    new, changed = [], {}
    for key, (parent, facts) in wanted.items():
        there = present.get(key)
        if there is None:
            new.append((key, parent, facts))
            continue
        differing = {name: value for name, value in facts.items() if there.facts[name] != value}
        if there.parent != parent:
            differing["parent"] = parent
        if differing:
            changed[there.pk] = differing
    gone = [each for each in stored if each.key not in wanted]
    retired = tuple(each.pk for each in gone if not _is_retired(each))
    return Plan(tuple(new), changed, retired)


def retired_facts(pk: int) -> dict[str, Any]:
    """What a section bears that is out of use; its address is free for another one."""
    return {"slug": f"bo-{pk}", "in_menu": False, "is_hidden": True}


def adopted(template: Template, stored: Sequence[Stored]) -> Adaptation:
    """The adaptation of a site that was laid out by hand: titles that it may choose, sections of its own."""
    rows = {row.key: row for row in template.sections}
    titles = {
        each.key: each.facts["title"]
        for each in stored
        if each.key in rows
        and rows[each.key].rule is Rule.FREE
        and each.facts["title"] != rows[each.key].title
    }
    own = tuple(
        Row(
            key=each.key,
            title=each.facts["title"],
            kind=each.facts["kind"],
            parent=each.parent,
            slug=each.facts["slug"],
            rule=Rule.FREE,
            menu=each.facts["in_menu"],
        )
        for each in stored
        if each.key not in rows and not _is_retired(each)
    )
    return Adaptation(sections=Wishes(titles=titles, own=own))


def shown_blocks(template: Template, adaptation: Adaptation) -> list[list[str]]:
    """The parts of the front page that are shown, as key and title, in order."""
    placed = arrange(template.blocks, adaptation.blocks)
    return [[each.key, each.row.title] for each in placed if not each.is_hidden]


def _wanted(placed: Sequence[Placed]) -> list[tuple[str, str, dict[str, Any]]]:
    taken = {each.row.slug for each in placed if each.is_own}  # printed addresses of the site come first
    found = []
    for order, each in enumerate(placed):
        row = each.row
        facts = {
            "title": row.title,
            "slug": row.slug if each.is_own else _free(row.slug, taken),
            "kind": row.kind,
            "order": order,
            "in_menu": row.menu,
            "legal_basis": row.basis,
            "is_hidden": each.is_hidden,
        }
        found.append((row.key, row.parent, facts))
    return found


def _free(slug: str, taken: set[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _is_retired(each: Stored) -> bool:
    return bool(each.facts["is_hidden"]) and each.facts["slug"] == f"bo-{each.pk}"
