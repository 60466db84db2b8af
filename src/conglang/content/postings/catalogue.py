"""The kinds of what is posted, from `data/kinds.toml`. Their names are the law's own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conglang.kernel.legal import Certainty

SOURCE = Path(__file__).with_name("data") / "kinds.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of posting; `spans` and `deadlines` are ids of terms."""

    key: str
    name: str
    basis: str
    certainty: Certainty
    leaves: bool = False
    standing: bool = False
    spans: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    section: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its key."""
    with SOURCE.open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["kind"]
    return {row["key"]: _kind(row) for row in rows}


def _kind(row: dict[str, Any]) -> Kind:
    lists = {name: tuple(row.get(name, ())) for name in ("spans", "deadlines")}
    return Kind(**(row | lists | {"certainty": Certainty(row["certainty"])}))


def kind_choices() -> list[tuple[str, str]]:
    """For selects."""
    return [(kind.key, kind.name) for kind in kinds().values()]


def kinds_of_section(key: str) -> list[str]:
    """Keys of the kinds that a section of the site lists."""
    return [kind.key for kind in kinds().values() if kind.section == key]
