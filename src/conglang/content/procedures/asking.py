"""Find procedures by what happens in people's lives, in people's own words. Pure."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from conglang.kernel.text import fold

SOURCE = Path(__file__).with_name("data") / "life_events.toml"
MOST_FOUND, MOST_WORDS = 60, 16
# said with every wish, and so of no use to tell procedures apart
EMPTY_WORDS = frozenset(
    {
        "toi",
        "em",
        "minh",
        "anh",
        "chi",
        "xin",
        "muon",
        "can",
        "lam",
        "thi",
        "o",
        "dau",
        "the",
        "nao",
        "nhu",
        "gi",
    }
    | {"cho", "va", "voi", "cua", "thu", "tuc", "giay", "to", "ho", "so"}
)


class Findable(Protocol):
    """What of a procedure is looked at."""

    @property
    def name(self) -> str:
        """Its official name."""
        ...

    @property
    def field(self) -> str:
        """Its field."""
        ...

    @property
    def folded(self) -> str:
        """Everything that it can be found by, folded."""
        ...


P = TypeVar("P", bound=Findable)


@dataclass(frozen=True)
class LifeEvent:
    """Something that happens in a life; all but key and title folded."""

    key: str
    title: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    fields: tuple[str, ...]

    def has(self, row: Findable) -> bool:
        """Whether people need the procedure then."""
        return _any(self.names, row.name) or _any(self.fields, row.field)

    def weight(self, row: Findable) -> int:
        """How likely the procedure is the one meant: what is named first is what most people come for."""
        return 4 * self.has(row) + 3 * _any(self.names[:1], row.name)

    def is_meant(self, question: str) -> bool:
        """Whether a folded question speaks of it."""
        return _any(self.words, question)


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """The events in the order in which they are shown."""
    with SOURCE.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["event"]
    return tuple(
        LifeEvent(
            each["key"],
            each["title"],
            *(tuple(fold(text) for text in each.get(name, ())) for name in ("words", "names", "fields")),
        )
        for each in found
    )


def found(question: str, rows: Iterable[P]) -> list[P]:
    """The procedures that a question is about, the likeliest first.

    A row is found when it has every telling word, or when it goes with an event that the question speaks of.
    """
    asked = fold(question)
    events = [event for event in life_events() if event.is_meant(asked)]
    words = [word for word in asked.split() if word not in EMPTY_WORDS][:MOST_WORDS]
    scored = [(_score(row, words, events), row) for row in rows]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
    return [row for _score_of_row, row in best[:MOST_FOUND]]


def _score(row: Findable, words: Sequence[str], events: Sequence[LifeEvent]) -> int:
    name, everything = f" {fold(row.name)} ", f" {row.folded} "
    in_name = sum(f" {word} " in name for word in words)
    anywhere = sum(f" {word} " in everything for word in words)
    goes_with = max((event.weight(row) for event in events), default=0)
    if not goes_with and (not words or anywhere < len(words)):
        return 0
    return goes_with + 2 * in_name + anywhere


def _any(pieces: Iterable[str], text: str) -> bool:
    padded = f" {fold(text)} "
    return any(f" {piece} " in padded for piece in pieces)
