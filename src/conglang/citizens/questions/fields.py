"""The fields in which people ask, from `data/fields.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conglang.kernel.text import fold

SOURCE = Path(__file__).with_name("data") / "fields.toml"
OTHER = "khac"


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `works` are other words for it in appointments."""

    key: str
    name: str
    works: tuple[str, ...] = ()

    def is_worked_by(self, work: str) -> bool:
        """Whether a field of work, as an appointment words it, is this one or a part of it."""
        wanted = fold(work)
        return bool(wanted) and any(f" {wanted} " in f" {_plain(each)} " for each in (self.name, *self.works))


def _plain(name: str) -> str:
    return " ".join(fold(name).replace(",", " ").split())


@cache
def fields() -> dict[str, Field]:
    """Every field by its key."""
    with SOURCE.open("rb") as file:
        rows = tomllib.load(file)["field"]
    return {row["key"]: Field(row["key"], row["name"], tuple(row.get("works", ()))) for row in rows}


def field_name(key: str) -> str:
    """The field in words; its key if it was dropped."""
    known = fields().get(key)
    return known.name if known else key


def field_choices() -> list[tuple[str, str]]:
    """For selects."""
    return [(field.key, field.name) for field in fields().values()]
