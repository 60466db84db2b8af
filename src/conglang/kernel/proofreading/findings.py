"""What proofreading says of a place in a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong; `REASONS` has the words for it."""

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


REASONS: dict[Kind, str] = {
    Kind.SYLLABLE: "This is not a Vietnamese syllable.",
    Kind.CONTEXT: "This word does not fit here; it is perhaps misspelt.",
    Kind.TONELESS: "These words have lost their marks.",
    Kind.DECOMPOSED: "The marks are stored apart from their letters.",
    Kind.LEGACY: "These words are in an old encoding (TCVN3 or VNI).",
    Kind.DOUBLED: "The same word stands here twice.",
    Kind.SPACING: "Spaces or punctuation marks are wrong here.",
    Kind.CAPITALS: "The name of this organ is written with other capitals.",
    Kind.ABBREVIATION: "This abbreviation is not explained where it first stands.",
    Kind.TONE_STYLE: "The text places the same tone mark in two ways.",
}
"""Sentences in English; rooms with readers have them in Vietnamese."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place text[start:end], why it is marked, and up to three texts that could stand there instead."""

    start: int
    end: int
    kind: Kind
    certainty: Certainty
    suggestions: tuple[str, ...] = ()
