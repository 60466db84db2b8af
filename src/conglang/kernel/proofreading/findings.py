"""What proofreading says of a place in a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong; rooms with readers have words for it."""

    SYLLABLE = "syllable"
    CONTEXT = "context"
    TONELESS = "toneless"
    DECOMPOSED = "decomposed"
    LEGACY = "legacy"
    DOUBLED = "doubled"
    SPACING = "spacing"
    CAPITALS = "capitals"
    ABBREVIATION = "abbreviation"
    TONE_STYLE = "tone_style"


class Certainty(StrEnum):
    """How much it is to be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    STYLE = "style"  # not wrong by itself


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place text[start:end], why it is marked, and up to three texts that could stand there instead."""

    start: int
    end: int
    kind: Kind
    certainty: Certainty
    suggestions: tuple[str, ...] = ()
