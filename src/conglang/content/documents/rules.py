"""Numbers and symbols, relations between documents, and what is in force. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conglang.kernel.text import one_line

# number, perhaps the year of a legal document, symbol; the Party writes 05-NQ/ĐU
_STATE = re.compile(r"^(\d{1,5})([a-zđ]?)(?:/((?:19|20)\d{2}))?/(.{1,50})$", re.IGNORECASE)
_ANY = re.compile(r"^(\d{1,5})([a-zđ]?)\b(.*)$", re.IGNORECASE)
_AROUND = re.compile(r"\s*([/\-–&.])\s*")


@dataclass(frozen=True, slots=True)
class Code:
    """A number with its symbol, such as 12/QĐ-UBND. `year` is written in those of legal documents."""

    number: int | None
    letter: str
    year: int | None
    symbol: str

    @property
    def key(self) -> str:
        """The same for every way to write it: 05/QĐ-UBND is 5/qđ-ubnd."""
        year = f"/{self.year}" if self.year else ""
        number = "" if self.number is None else f"{self.number}{self.letter.upper()}"
        return f"{number}{year}/{self.symbol.upper()}"

    @property
    def short(self) -> str:
        """What the symbol begins with, which tells the kind."""
        return re.split(r"[-/]", self.symbol, maxsplit=1)[0]


def tidy_code(text: str) -> str:
    """As it is stored: NFC, no blanks inside, plain hyphens."""
    return _AROUND.sub(r"\1", one_line(text)).replace("–", "-")


def read_code(text: str) -> Code:
    """The parts of a tidy number and symbol; whatever is written is taken, the parts may be empty."""
    if found := _STATE.match(text):
        number, letter, year, symbol = found.groups()
        return Code(int(number), letter.lower(), int(year) if year else None, symbol)
    if found := _ANY.match(text):
        number, letter, symbol = found.groups()
        return Code(int(number), letter.lower(), None, symbol.strip("/- "))
    return Code(None, "", None, text)


class Relation(StrEnum):
    """What a document does to another one."""

    REPLACES = "replaces"
    AMENDS = "amends"
    REPEALS = "repeals"
    REPEALS_PART = "repeals_part"
    SUSPENDS = "suspends"
    CORRECTS = "corrects"
    IMPLEMENTS = "implements"
    GUIDES = "guides"
    CONSOLIDATES = "consolidates"
    BASED_ON = "based_on"
    REFERS = "refers"


ENDING = frozenset({Relation.REPLACES, Relation.REPEALS})
"""After these the other document is in force no more."""
CHANGING = frozenset({Relation.REPEALS_PART, Relation.AMENDS})
"""After these a part of it is not."""


class Validity(StrEnum):
    """Whether a document holds on a day."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    PARTLY = "partly"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Effect:
    """What another public document does to this one, and from which day."""

    relation: Relation
    since: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a document holds, `None` where nothing is known; ends are the first day without."""

    starts_on: date | None
    expired_on: date | None = None
    ended_on: date | None = None
    changed_on: date | None = None
    suspended_on: date | None = None


def effects(found: Iterable[Effect]) -> Mapping[str, date | None]:
    """The days that other documents set: when they end, change or suspend this one first."""
    rows = [each for each in found if each.since is not None]

    def first(relations: frozenset[Relation]) -> date | None:
        return min((each.since for each in rows if each.relation in relations and each.since), default=None)

    return {
        "ended_on": first(ENDING),
        "changed_on": first(CHANGING),
        "suspended_on": first(frozenset({Relation.SUSPENDS})),
    }


def validity(span: Span, on: date) -> Validity:
    """Whether a document holds on a day. What has ended stays ended; the rest follows the newest word."""

    def has_come(day: date | None) -> bool:
        return day is not None and day <= on

    if has_come(span.expired_on) or has_come(span.ended_on):
        return Validity.EXPIRED
    if not has_come(span.starts_on):
        return Validity.NOT_YET
    if has_come(span.suspended_on):
        return Validity.SUSPENDED
    return Validity.PARTLY if has_come(span.changed_on) else Validity.IN_FORCE


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as a document tells it: to a document of the register (`uid`), or to words only."""

    relation: Relation
    text: str
    uid: str = ""


def ties_of(stored: Sequence[Mapping[str, str]]) -> list[Tie]:
    """Relations as they are stored in JSON; what is unknown is left out."""
    known = set(Relation)
    return [
        Tie(Relation(row["relation"]), row.get("text", ""), row.get("uid", ""))
        for row in stored
        if row.get("relation") in known
    ]


def stored_ties(ties: Iterable[Tie]) -> list[dict[str, str]]:
    """Relations as they are stored in JSON."""
    return [{"relation": each.relation.value, "text": each.text, "uid": each.uid} for each in ties]
