"""Spelling and style of Vietnamese administrative prose.

`proofread` says where a text looks wrong and what could stand there instead. It knows syllables (grammar
and a list), pairs of neighbours counted in texts of law, words and confusions of offices; `data/` names the
sources. Names, addresses, codes, numbers, known abbreviations, foreign words and species are left alone.
"""

from .candidates import is_possible
from .findings import Certainty, Finding, Kind
from .marks import check_legacy, check_spacing, check_storage, check_tone_places
from .office import check_abbreviations, check_capitals
from .tokens import tokens
from .words import check_words

__all__ = ["Certainty", "Finding", "Kind", "is_possible", "proofread"]

MOST_LETTERS = 200_000
"""Of one text; what stands behind is not read."""


def proofread(text: str) -> list[Finding]:
    """All findings in the order of the text; of those that overlap, the first and longest. Time is linear."""
    text = text[:MOST_LETTERS]
    words = tokens(text)
    found = [
        *check_legacy(text),
        *check_storage(words),
        *check_capitals(words),
        *check_words(words),
        *check_abbreviations(text, words),
        *check_spacing(text),
        *check_tone_places(words),
    ]
    kept: list[Finding] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
