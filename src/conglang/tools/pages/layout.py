"""What a province lays down for its sites, what each site makes of it, and what follows. Pure.

A template lists sections (two levels: headings and what stands under them) and the blocks of the front page.
An adaptation is what one site wants otherwise. `arrange` gives the site: the template decides where its rule
says so, the site elsewhere. So a new template loses nothing that a site was allowed to choose, and the same
template twice changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from conglang.kernel.text import slugify

TITLE_LENGTH = 120
LEVELS_TOP = ""
OWN_PREFIX = "own-"


class Rule(StrEnum):
    """What a site may do with a section or block of the template."""

    FIXED = "fixed"  # nothing: it is the parent's word, mostly the law's
    OPTIONAL = "optional"  # hide it
    FREE = "free"  # rename, move and hide it, and put sections of its own under it


@dataclass(frozen=True, slots=True)
class Row:
    """A section of a template, a site's own section, or a block (which has neither kind nor parent).

    `days` is how old the newest item may be before the section counts as old; 0 for no limit.
    """

    key: str
    title: str
    kind: str = "list"
    parent: str = LEVELS_TOP
    menu: bool = False
    basis: str = ""
    rule: Rule = Rule.OPTIONAL
    days: int = 0
    slug: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Row":
        """The row as it is kept; a slug follows from the title unless it is given."""
        row = cls(**{**data, "rule": Rule(data.get("rule", Rule.OPTIONAL))})
        return replace(row, slug=row.slug or slugify(row.title))


@dataclass(frozen=True, slots=True)
class Template:
    """Sections and blocks in the order in which they stand, headings before what stands under them."""

    sections: tuple[Row, ...] = ()
    blocks: tuple[Row, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Template":
        """The template as it is kept."""
        return cls(*(tuple(Row.of(row) for row in data[name]) for name in ("sections", "blocks")))

    def as_data(self) -> dict[str, Any]:
        """Plain data for keeping."""
        return {
            "sections": [_plain(row) for row in self.sections],
            "blocks": [_plain(r) for r in self.blocks],
        }


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a site wants otherwise, by the keys of rows; `orders` by heading."""

    titles: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: tuple[Row, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Wishes":
        """The wishes as they are kept."""
        return cls(
            titles=dict(data.get("titles", {})),
            hidden=tuple(data.get("hidden", ())),
            parents=dict(data.get("parents", {})),
            orders={key: tuple(keys) for key, keys in data.get("orders", {}).items()},
            own=tuple(Row.of({**row, "rule": Rule.FREE}) for row in data.get("own", ())),
        )

    def as_data(self) -> dict[str, Any]:
        """Plain data for keeping."""
        return {
            "titles": dict(self.titles),
            "hidden": sorted(self.hidden),
            "parents": dict(self.parents),
            "orders": {key: list(keys) for key, keys in self.orders.items()},
            "own": [_plain(row) for row in self.own],
        }


@dataclass(frozen=True, slots=True)
class Adaptation:
    """All wishes of a site: about its sections, and about the blocks of its front page."""

    sections: Wishes = field(default_factory=Wishes)
    blocks: Wishes = field(default_factory=Wishes)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Adaptation":
        """The adaptation as it is kept."""
        return cls(Wishes.of(data.get("sections", {})), Wishes.of(data.get("blocks", {})))

    def as_data(self) -> dict[str, Any]:
        """Plain data for keeping."""
        return {"sections": self.sections.as_data(), "blocks": self.blocks.as_data()}


@dataclass(frozen=True, slots=True)
class Placed:
    """A row as a site has it, in the order of its menus."""

    row: Row
    is_hidden: bool = False
    is_own: bool = False

    @property
    def key(self) -> str:
        """The key of the row."""
        return self.row.key


def arrange(rows: Sequence[Row], wishes: Wishes) -> tuple[Placed, ...]:
    """The rows as the site has them: each heading followed by what stands under it."""
    known = {row.key: row for row in rows}
    headings = {row.key for row in rows if not row.parent}
    own = [row for row in wishes.own if row.key not in known]
    moved = [(row, _moved(row, wishes, known)) for row in rows]
    stay = [after for before, after in moved if after.parent == before.parent]
    come = [after for before, after in moved if after.parent != before.parent]  # stand last
    all_rows = [_titled(row, wishes) for row in (*stay, *come)]
    all_rows += [_titled(row if row.parent in headings else replace(row, parent=""), wishes) for row in own]
    own_keys = {row.key for row in own}
    placed = []
    for heading in _ordered(_under("", all_rows), wishes.orders.get("", ())):
        children = _ordered(_under(heading.key, all_rows), wishes.orders.get(heading.key, ()))
        is_hidden = _hides(heading, wishes) and all(may_hide(child) for child in children)
        placed.append(Placed(heading, is_hidden, heading.key in own_keys))
        placed += [
            Placed(child, is_hidden or _hides(child, wishes), child.key in own_keys) for child in children
        ]
    return tuple(placed)


def may_hide(row: Row) -> bool:
    """Whether a site may hide the row, as far as the row itself says."""
    return row.rule in {Rule.OPTIONAL, Rule.FREE}


def takes_in(row: Row | None) -> bool:
    """Whether a site may put sections under this heading."""
    return row is not None and not row.parent and row.rule is Rule.FREE


def _hides(row: Row, wishes: Wishes) -> bool:
    return row.key in wishes.hidden and may_hide(row)


def _titled(row: Row, wishes: Wishes) -> Row:
    title = wishes.titles.get(row.key, "") if row.rule is Rule.FREE else ""
    return replace(row, title=title) if title else row


def _moved(row: Row, wishes: Wishes, known: Mapping[str, Row]) -> Row:
    wanted = wishes.parents.get(row.key, "")
    is_free = row.rule is Rule.FREE and bool(row.parent)
    return replace(row, parent=wanted) if is_free and takes_in(known.get(wanted)) else row


def _under(heading: str, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.parent == heading]


def _ordered(rows: list[Row], wanted: Sequence[str]) -> list[Row]:
    """The rows in the wanted order as far as they are free; the others keep the template's among themselves.

    What the wish does not know stands after the row that it follows in the template.
    """
    by_key = {row.key: row for row in rows}
    order = [key for key in dict.fromkeys(wanted) if key in by_key]
    previous = None
    for key in by_key:
        if key not in order:
            order.insert(order.index(previous) + 1 if previous else 0, key)
        previous = key
    bound = iter([row for row in rows if row.rule is not Rule.FREE])
    return [by_key[key] if by_key[key].rule is Rule.FREE else next(bound) for key in order]


def _plain(row: Row) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Rule) else value for name, value in asdict(row).items()}
