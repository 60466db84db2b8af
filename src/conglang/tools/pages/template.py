"""The section tree that new sites start with, read from its data file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conglang.kernel.text import slugify

SOURCE = Path(__file__).with_name("data") / "sections.toml"


@dataclass(frozen=True)
class SectionRow:
    """One section of the template; `parent` is the key of another row above it."""

    key: str
    title: str
    kind: str
    parent: str = ""
    menu: bool = False
    basis: str = ""

    @property
    def slug(self) -> str:
        return slugify(self.title)


@cache
def section_rows() -> tuple[SectionRow, ...]:
    """All sections of the template, parents first."""
    with SOURCE.open("rb") as file:
        return tuple(SectionRow(**row) for row in tomllib.load(file)["section"])
