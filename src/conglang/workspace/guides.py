"""The guides for each role, read from their data file: first steps with pictures, then everything else."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conglang.base.accounts.roles import Role

SOURCE = Path(__file__).with_name("data") / "guides.toml"
PICTURES = Path(__file__).with_name("static")
PICTURE_SIZE = (640, 360)  # pixels, of all


@dataclass(frozen=True)
class Step:
    """One of the first steps with its picture, and how that is taken: page, what to press, what to mark."""

    text: str
    alt: str
    picture: str  # below the folder of static files
    at: str
    click: tuple[str, ...]
    mark: str


@dataclass(frozen=True)
class Part:
    """One task with its steps, and what to know about it."""

    title: str
    steps: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Guide:
    """What people in these roles do here; without a role it is for everybody. `pages` are names of views."""

    key: str
    title: str
    roles: frozenset[Role]
    intro: str
    pages: frozenset[str]
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]


@cache
def guides() -> tuple[Guide, ...]:
    """All guides, in the order in which an item passes through hands."""
    with SOURCE.open("rb") as file:
        return tuple(_guide(row) for row in tomllib.load(file)["guide"])


def guide_for(page: str, roles: Collection[Role]) -> Guide | None:
    """The guide to what is done on a page, of those for these roles; the first of them for other pages."""
    mine = [each for each in guides() if each.roles & set(roles) or not each.roles]
    return next((each for each in mine if page in each.pages), mine[0] if mine else None)


def _guide(row: dict[str, Any]) -> Guide:
    return Guide(
        key=row["key"],
        title=row["title"],
        roles=frozenset(Role(name) for name in row["roles"]),
        intro=row["intro"],
        pages=frozenset(row.get("pages", ())),
        steps=tuple(_step(row["key"], number, step) for number, step in enumerate(row["step"], 1)),
        parts=tuple(
            Part(part["title"], tuple(part["steps"]), part.get("note", "")) for part in row.get("part", ())
        ),
    )


def _step(key: str, number: int, row: dict[str, Any]) -> Step:
    picture = f"workspace/help/{key}-{number}.webp"
    return Step(row["text"], row["alt"], picture, row["at"], tuple(row.get("click", ())), row["mark"])
