"""How a question stands, who answers it, and which documents an answer rests on. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conglang.citizens.questions.fields import Field
from conglang.kernel.text import nfc


class State(StrEnum):
    """How a question stands."""

    HELD = "held"  # looks like spam: a person decides, its sender reads the same as for WAITING
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"  # without a public answer; its sender was told why


OPEN = frozenset({State.HELD, State.WAITING})


class Ending(StrEnum):
    """Why a question gets no public answer."""

    PRIVATE = "private"
    ELSEWHERE = "elsewhere"
    FORMAL = "formal"  # a complaint or a denunciation, which the law treats apart
    UNCLEAR = "unclear"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who answers questions: their fields of work as appointed, and how many wait for them."""

    user_id: int
    works: tuple[str, ...]
    waiting: int


def in_charge(field: Field, officials: Iterable[Official]) -> int | None:
    """To whom a question of the field goes: whose work it is, of several the one with the fewest waiting."""
    found = [each for each in officials if any(field.is_worked_by(work) for work in each.works)]
    return min(found, key=lambda each: each.waiting).user_id if found else None


# number, perhaps the year of a legal document, symbol in capitals: 10/2022/QH15, 59/2023/NĐ-CP, 12/QĐ-UBND
_CODE = re.compile(
    r"(?<![\w/])0*(?P<number>\d{1,5})(?P<letter>[a-zđ]?)(?:/(?P<year>(?:19|20)\d{2}))?"
    r"/(?P<symbol>[A-ZĐƯ][A-ZĐƯ0-9]*(?:[-&.][A-ZĐƯ0-9]+)*)"
)
_DASHES = str.maketrans("–—−", "---")  # what word processors put for a hyphen
_AROUND = re.compile(r"\s*([/-])\s*(?=[A-ZĐƯ0-9])")


def cited(text: str) -> tuple[str, ...]:
    """Numbers of the documents that a text names, each once, the same for every way to write it."""
    tidy = _AROUND.sub(r"\1", nfc(text).translate(_DASHES))
    found = (_key(match) for match in _CODE.finditer(tidy))
    return tuple(dict.fromkeys(found))


def _key(match: re.Match[str]) -> str:
    year = f"/{match['year']}" if match["year"] else ""
    return f"{match['number']}{match['letter'].upper()}{year}/{match['symbol']}"


def is_doubted(published_at: datetime | None, doubted_at: datetime | None) -> bool:
    """Whether the law behind a public answer has changed since its version was published."""
    return doubted_at is not None and (published_at is None or doubted_at > published_at)


def is_past_review(review_on: date | None, today: date) -> bool:
    """Whether the day has passed by which a public answer was to be looked at again."""
    return review_on is not None and review_on < today
