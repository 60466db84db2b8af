"""What a submission needs by the regulation of the site, and what may happen to it when. Pure.

Seed 001 Article 12: name and address of the writer; of a collected item the source, and name and address of
the collector. Pictures need captions, and the consent of the people whom they show.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a submission stands."""

    NEW = "new"
    TAKEN = "taken"
    ARTICLE = "article"
    DECLINED = "declined"
    QUARANTINED = "quarantined"  # from an unknown sender, or with something that has to be looked at first


OPEN = frozenset({State.NEW, State.TAKEN})
"""Somebody at the desk still has to decide."""
DECLINABLE = OPEN | {State.QUARANTINED}


class Lack(StrEnum):
    """What is missing or doubtful."""

    NAME = "name"
    ADDRESS = "address"
    CONTENT = "content"
    PLACE = "place"
    DAY = "day"
    SOURCE = "source"
    CONSENT = "consent"
    CAPTIONS = "captions"
    ENCODING = "encoding"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the checklist asks of a submission."""

    name: str
    address: str
    has_content: bool
    has_place: bool
    has_day: bool
    source_name: str
    source_url: str
    pictures: int
    captions: int
    has_consent: bool
    is_legible: bool


def lacks(facts: Facts) -> tuple[Lack, ...]:
    """What is missing, in the order of the form."""
    found = {
        Lack.CONTENT: not facts.has_content,
        Lack.ENCODING: not facts.is_legible,
        Lack.PLACE: not facts.has_place,
        Lack.DAY: not facts.has_day,
        Lack.CAPTIONS: facts.captions < facts.pictures,
        Lack.CONSENT: bool(facts.pictures) and not facts.has_consent,
        Lack.NAME: not facts.name,
        Lack.ADDRESS: not facts.address,
        Lack.SOURCE: bool(facts.source_url) and not facts.source_name,
    }
    return tuple(lack for lack, is_missing in found.items() if is_missing)
