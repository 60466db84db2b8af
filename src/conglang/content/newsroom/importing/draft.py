"""What a file becomes before it is an article. Nothing here knows a database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Flaw(StrEnum):
    """What an official must know about an imported file."""

    # the file is not read at all
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    UNSUPPORTED = "unsupported"
    CRASHED = "crashed"
    # the draft is there, look at this
    TITLE_MISSING = "title_missing"
    TITLE_CUT = "title_cut"
    CONVERTED = "converted"
    ENCODING_UNSURE = "encoding_unsure"
    LETTERHEAD = "letterhead"
    ALT_MISSING = "alt_missing"
    PICTURE_LOST = "picture_lost"
    PICTURE_DRAWN = "picture_drawn"
    LINK_LOST = "link_lost"
    PART_LOST = "part_lost"
    # nothing is wrong with the file
    DUPLICATE = "duplicate"
    NOT_APPROVED = "not_approved"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the report."""

    flaw: Flaw
    detail: str = ""


class Unreadable(Exception):
    """No draft can be made of the file."""

    def __init__(self, flaw: Flaw, detail: str = "") -> None:
        super().__init__(flaw.value)
        self.problem = Problem(flaw, detail)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The bytes of a picture, unchecked, with the alternative text that came along."""

    data: bytes
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Clean rich text."""

    html: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at this place; `number` counts in `Draft.pictures`. No alt means that nobody described it."""

    number: int
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as plain text; all rows have the same length."""

    rows: tuple[tuple[str, ...], ...]
    has_header: bool


Block = Text | Picture | Table


@dataclass(frozen=True, slots=True)
class Draft:
    """An article to be. An empty title means that the file has none."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    pictures: tuple[PictureFile, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


OpenPicture = Callable[[str], bytes | None]
"""The bytes behind a picture's local address, None when there is no such file."""


def no_pictures(_address: str) -> bytes | None:
    """A place without any pictures."""
    return None
