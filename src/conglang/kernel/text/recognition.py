"""Which encoding a plain text is in, when no font tells it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .legacy import LegacyEncoding, convert_tcvn3, convert_vni, has_unicode_vietnamese
from .syllables import is_syllable

_CONVERTERS: dict[LegacyEncoding, Callable[[str], str]] = {
    LegacyEncoding.TCVN3: convert_tcvn3,
    LegacyEncoding.VNI: convert_vni,
}
# Characters of one letter prove nothing: a table of accents would read as Vietnamese in any encoding.
_WORD = re.compile("[A-Za-z\u00a1-\u00fe]{2,}")
_ENOUGH_WORDS = 15
"""Different words with accents that make a text long enough to be sure."""
_READS = 0.8
"""Share of them that must be syllables after conversion; the rest is abbreviations and foreign names."""
_READS_ANYWAY = 0.5
"""Share of syllables up to which a competing reading is chance."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """Text after recognition.

    With `encoding` and `certain` the text is converted. With `encoding` but not `certain` it only looks
    like that encoding and is unchanged: a person, or a font, has to decide. Without `encoding` nothing
    speaks against Unicode and the text is unchanged.
    """

    text: str
    encoding: LegacyEncoding | None
    certain: bool


def convert_if_certain(text: str) -> Conversion:
    """Convert a whole document from TCVN3 or VNI, never a short text, never one in Unicode."""
    if has_unicode_vietnamese(text):
        return Conversion(text, None, certain=True)
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    readings = {encoding: _share_read(words, convert) for encoding, convert in _CONVERTERS.items()}
    encoding = max(readings, key=lambda candidate: readings[candidate])
    rivals = [_share_read(words, str), *(readings[other] for other in readings if other != encoding)]
    if readings[encoding] < _READS or max(rivals) >= readings[encoding]:
        return Conversion(text, None, certain=True)
    if len(words) < _ENOUGH_WORDS or max(rivals) > _READS_ANYWAY:
        return Conversion(text, encoding, certain=False)
    return Conversion(_CONVERTERS[encoding](text), encoding, certain=True)


def _share_read(words: set[str], convert: Callable[[str], str]) -> float:
    return sum(is_syllable(convert(word)) for word in words) / max(len(words), 1)
