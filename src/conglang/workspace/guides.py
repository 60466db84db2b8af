"""The one-page guides for each role, read from their data file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conglang.base.accounts.roles import Role

SOURCE = Path(__file__).with_name("data") / "guides.toml"


@dataclass(frozen=True)
class Part:
    """One task with its steps, and what to know about it."""

    title: str
    steps: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Guide:
    """What people in these roles do here."""

    key: str
    title: str
    roles: frozenset[Role]
    intro: str
    parts: tuple[Part, ...]


@cache
def guides() -> tuple[Guide, ...]:
    """All guides, in the order in which an item passes through hands."""
    with SOURCE.open("rb") as file:
        return tuple(_guide(row) for row in tomllib.load(file)["guide"])


def _guide(row: dict[str, Any]) -> Guide:
    return Guide(
        key=row["key"],
        title=row["title"],
        roles=frozenset(Role(name) for name in row["roles"]),
        intro=row["intro"],
        parts=tuple(Part(part["title"], tuple(part["steps"]), part.get("note", "")) for part in row["part"]),
    )
