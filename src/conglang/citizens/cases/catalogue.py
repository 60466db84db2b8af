"""What the release knows of streams, fields and grounds of refusal: files in `data/`, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from conglang.citizens.cases.rules import MOST_EXTENSIONS, Outcome
from conglang.kernel.text import fold

DATA = Path(__file__).with_name("data")


class Way(StrEnum):
    """What becomes of a message of a stream."""

    CASE = "case"
    GUIDED = "guided"
    RESTRICTED = "restricted"


class Unknown(ValueError):
    """The files contradict themselves: a slip in the release."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Messages for which one law holds. Rules are ids of terms; where none is in force no date is shown."""

    key: str
    name: str
    hint: str
    basis: str
    certainty: str
    way: Way = Way.CASE
    requires: frozenset[str] = frozenset()
    allows_anonymous: bool = False
    may_be_public: bool = False
    asks_category: bool = False
    asks_place: bool = False
    cites_law: bool = False
    intake_rules: tuple[str, ...] = ()
    answer_rules: tuple[str, ...] = ()
    extension_rule: str = ""
    most_extensions: int = MOST_EXTENSIONS
    guidance: str = ""


@dataclass(frozen=True, kw_only=True)
class Category:
    """A field of feedback; `rule` is the id of the term that a province may set for it."""

    key: str
    name: str
    rule: str
    emergency: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A reason for not taking something up; with streams it is for those alone."""

    key: str
    name: str
    outcome: Outcome
    streams: frozenset[str] = frozenset()


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def streams() -> Mapping[str, Stream]:
    """All streams by key, in the order of the first question."""
    rows = {key: row for key, row in _read("streams.toml").items() if isinstance(row, dict)}
    return {key: _stream(key, row) for key, row in rows.items()}


def _stream(key: str, row: dict[str, Any]) -> Stream:
    return Stream(
        key=key,
        name=row["name"],
        hint=row["hint"],
        basis=row["basis"],
        certainty=row["certainty"],
        way=Way(row.get("way", Way.CASE)),
        requires=frozenset(row.get("requires", ())),
        allows_anonymous=row.get("anonymous", False),
        may_be_public=row.get("public", False),
        asks_category=row.get("asks_category", False),
        asks_place=row.get("asks_place", False),
        cites_law=row.get("cites_law", False),
        intake_rules=tuple(row.get("intake", ())),
        answer_rules=tuple(row.get("answer", ())),
        extension_rule=row.get("extension", ""),
        most_extensions=row.get("most_extensions", MOST_EXTENSIONS),
        guidance=row.get("guidance", ""),
    )


def followed() -> dict[str, Stream]:
    """The streams that become cases."""
    return {key: each for key, each in streams().items() if each.way is Way.CASE}


@cache
def emergency() -> str:
    """What everybody reads before the first question."""
    return str(_read("streams.toml")["emergency"])


@cache
def categories() -> Mapping[str, Category]:
    """All fields by key, in their order."""
    return {
        key: Category(
            key=key,
            name=row["name"],
            rule=row["rule"],
            emergency=row.get("emergency", ""),
            keywords=tuple(row.get("keywords", ())),
        )
        for key, row in _read("categories.toml").items()
    }


@cache
def grounds() -> Mapping[str, Ground]:
    """All grounds of refusal by key."""
    return {
        key: Ground(
            key=key,
            name=row["name"],
            outcome=Outcome(row["outcome"]),
            streams=frozenset(row.get("streams", ())),
        )
        for key, row in _read("refusals.toml").items()
    }


def grounds_for(stream: str) -> dict[str, Ground]:
    """The grounds that a stream knows: its own if the law names some, else the general ones."""
    own = {key: each for key, each in grounds().items() if stream in each.streams}
    return own or {key: each for key, each in grounds().items() if not each.streams}


def suggested_category(text: str) -> str:
    """The field whose words occur most in a text; "" for none. The longest word decides between equals."""
    said = f" {fold(text)} "
    points = {
        key: sum(len(word) for word in each.keywords if f" {word} " in said)
        for key, each in categories().items()
    }
    best = max(points, key=lambda key: points[key])
    return best if points[best] else ""
