"""The units of Việt Nam as they are in the files of `data/`; see the README there."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from conglang.base.units.kinds import Naming, Part, UnitKind

DATA = Path(__file__).parent / "data"
TWO_LEVELS_SINCE = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit of one of the two trees; `parent` is a code in the same tree, empty for provinces."""

    code: str
    kind: UnitKind
    parent: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A unit of the old tree went wholly or partly into one of the new tree."""

    old: str
    new: str
    part: Part


@dataclass(frozen=True, slots=True)
class Reclassification:
    """A unit of the new tree is called otherwise from a day on."""

    on: date
    code: str
    naming: Naming
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tree until 2025, the tree since then, and what leads from one to the other. Parents come first."""

    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    links: tuple[Link, ...]
    reclassified: tuple[Reclassification, ...]

    def of_province(self, code: str) -> "Catalogue":
        """The part that concerns one province of today. Raises KeyError for an unknown code."""
        if code not in {entry.code for entry in self.new if not entry.parent}:
            raise KeyError(code)
        new = tuple(entry for entry in self.new if code in (entry.code, entry.parent))
        codes = {entry.code for entry in new}
        links = tuple(link for link in self.links if link.new in codes)
        old = {entry.code: entry for entry in self.old}
        wanted = {link.old for link in links}
        for _level in range(2):  # a district and a province above each commune
            wanted |= {old[code].parent for code in wanted if old[code].parent}
        return Catalogue(
            old=tuple(entry for entry in self.old if entry.code in wanted),
            new=new,
            links=links,
            reclassified=tuple(row for row in self.reclassified if row.code in codes),
        )


@cache
def catalogue() -> Catalogue:
    """All files, read once."""
    return Catalogue(
        old=_entries("units-until-2025.csv"),
        new=_entries("units-2025.csv"),
        links=tuple(Link(row["old"], row["new"], Part(row["part"])) for row in _rows("successions-2025.csv")),
        reclassified=tuple(
            Reclassification(
                on=date.fromisoformat(row["on"]),
                code=row["code"],
                naming=Naming(UnitKind(row["kind"]), row["name"]),
                legal_basis=row["legal_basis"],
            )
            for row in _rows("reclassified.csv")
        ),
    )


@cache
def legal_basis(file: str, level: str) -> str:
    """The act behind the rows of a file for units of a level."""
    basis: str = tomllib.loads((DATA / "basis.toml").read_text("utf-8"))[file][level]
    return basis


def _entries(file: str) -> tuple[Entry, ...]:
    rows = (Entry(row["code"], UnitKind(row["kind"]), row["parent"], row["name"]) for row in _rows(file))
    return tuple(sorted(rows, key=lambda entry: (len(entry.code), entry.code)))


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
