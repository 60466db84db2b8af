"""What a campaign asks for, which files fit, and how an asked unit stands. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

MOST_ITEMS = 60


class Wanted(StrEnum):
    """A kind of file that an item accepts; those that disclosure knows too have its names."""

    SIGNED_PDF = "signed_pdf"
    SEALED_SCAN = "sealed_scan"
    WORD = "word"
    SPREADSHEET = "spreadsheet"
    PICTURE = "picture"


ENDINGS: Mapping[Wanted, frozenset[str]] = {
    Wanted.SIGNED_PDF: frozenset({"pdf"}),
    Wanted.SEALED_SCAN: frozenset({"pdf", "jpg", "png", "tif"}),
    Wanted.WORD: frozenset({"docx", "doc", "odt"}),
    Wanted.SPREADSHEET: frozenset({"xlsx", "ods", "txt"}),  # of a CSV one sees only that it is text
    Wanted.PICTURE: frozenset({"jpg", "png", "tif"}),
}


def fits(kinds: Iterable[Wanted], extension: str, *, is_signed: bool) -> bool:
    """Whether a file is of one of the kinds; without kinds every file is."""
    wanted = frozenset(kinds)
    fitting = {kind for kind in wanted if extension in ENDINGS[kind]}
    return not wanted or bool(fitting - ({Wanted.SIGNED_PDF} if not is_signed else set()))


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist. `due_on` is a day of its own before the last one; no kinds means any file.

    With `is_document` what comes in is an official document, and becomes a draft of the register.
    """

    key: str
    name: str
    note: str = ""
    kinds: tuple[Wanted, ...] = ()
    is_compulsory: bool = True
    is_document: bool = False
    due_on: date | None = None

    @property
    def as_data(self) -> dict[str, Any]:
        """The item as it is stored in JSON."""
        return {
            "key": self.key,
            "name": self.name,
            "note": self.note,
            "kinds": [kind.value for kind in self.kinds],
            "is_compulsory": self.is_compulsory,
            "is_document": self.is_document,
            "due_on": self.due_on.isoformat() if self.due_on else "",
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Item":
        """The item as `as_data` gave it."""
        day = data["due_on"]
        return cls(
            **{name: data[name] for name in ("key", "name", "note", "is_compulsory", "is_document")},
            kinds=tuple(map(Wanted, data["kinds"])),
            due_on=date.fromisoformat(day) if day else None,
        )

    def last_day(self, due_on: date) -> date:
        """By when it is wanted, if the whole is wanted by `due_on`."""
        return min(self.due_on or due_on, due_on)


class State(StrEnum):
    """Where an item stands."""

    MISSING = "missing"
    READY = "ready"  # laid in, and not handed in yet
    RETURNED = "returned"
    RECEIVED = "received"
    ACCEPTED = "accepted"


OPEN = frozenset({State.MISSING, State.READY, State.RETURNED})
"""States in which the asked unit has to act; files in them are nobody else's business."""
HANDED_IN = frozenset(State) - OPEN

States = Mapping[str, State]


def needed(items: Sequence[Item]) -> list[Item]:
    """What the whole is measured by: the compulsory items, or all where none is."""
    return [item for item in items if item.is_compulsory] or list(items)


def is_complete(items: Sequence[Item], states: States) -> bool:
    """Whether everything needed was handed in."""
    return all(states.get(item.key) in HANDED_IN for item in needed(items))


def is_settled(items: Sequence[Item], states: States) -> bool:
    """Whether everything needed was accepted."""
    return all(states.get(item.key) is State.ACCEPTED for item in needed(items))


def late(items: Sequence[Item], states: States, due_on: date, on: date) -> list[Item]:
    """The needed items whose day has passed and that are not there."""
    return [
        item
        for item in needed(items)
        if states.get(item.key, State.MISSING) in OPEN and item.last_day(due_on) < on
    ]


def done_at(items: Sequence[Item], handed_at: Mapping[str, datetime]) -> datetime:
    """When the last needed item came in. Raises KeyError for one that did not."""
    return max(handed_at[item.key] for item in needed(items))
