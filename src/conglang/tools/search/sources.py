"""What other apps tell the search: their items, their kinds, and how to list them all again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True, slots=True)
class File:
    """An attached file: where it lies below the private root, and what is in it."""

    name: str
    sha256: str
    extension: str


@dataclass(frozen=True, slots=True)
class Item:
    """A live item as people find it.

    `label` and `object_id` name its row, `path` is its page on the site of its unit. With `is_shared`, the
    sites of all units below have the same page. `held_on` is the (last) day of what takes place on days.
    """

    label: str
    object_id: int
    unit_id: int
    uid: UUID
    kind: str
    section_key: str
    section: str
    title: str
    path: str
    summary: str
    text: str
    published_at: datetime
    language: str = "vi"
    files: tuple[File, ...] = ()
    is_shared: bool = False
    held_on: date | None = None


# (ids of units, or None for all; key after which to go on; how many) → live items in the order of their keys
Listing = Callable[[Sequence[int] | None, int, int], Sequence[Item]]

_sources: dict[str, Listing] = {}
_kinds: dict[str, Label] = {}


def register(label: str, listing: Listing, kinds: Iterable[tuple[str, Label]]) -> None:
    """Make the items of a model findable; called when its app is ready. Kinds are what filters offer."""
    _sources[label] = listing
    _kinds.update(kinds)


def sources() -> dict[str, Listing]:
    """Every registered model with the function that lists its items."""
    return dict(_sources)


def kinds() -> dict[str, Label]:
    """Every registered kind with the name that people read."""
    return dict(_kinds)
