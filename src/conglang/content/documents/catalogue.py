"""The kinds and fields of documents, from `data/kinds.toml`. Their names are the law's own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("data") / "kinds.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document; `short` stands in its symbol and is empty for letters."""

    key: str
    name: str
    short: str
    is_legal: bool
    basis: str


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its key, in the order of the law."""
    data = _data()
    return {
        key: Kind(key, row["name"], row["short"], group == "legal", data["basis"][group])
        for group in ("administrative", "legal")
        for key, row in data[group].items()
    }


def another_kind(key: str, short: str) -> Kind | None:
    """Whose abbreviation that is, where it is not that of the named kind."""
    same = [kind for kind in kinds().values() if short and kind.short.casefold() == short.casefold()]
    return same[0] if same and key in kinds() and kinds()[key] not in same else None


@cache
def fields() -> dict[str, str]:
    """The fields of life by their keys."""
    return dict(_data()["fields"])


def kind_choices() -> list[tuple[str, str]]:
    """For selects."""
    return [(kind.key, kind.name) for kind in kinds().values()]


def field_choices() -> list[tuple[str, str]]:
    """For selects."""
    return list(fields().items())


@cache
def _data() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)
