"""The words of a text with what surrounds them, in one pass."""

import re
from dataclasses import dataclass
from functools import lru_cache

from conglang.kernel.text import canonical, nfc

_CHUNK = re.compile(r"\S+")
# addresses, codes, numbers with units, file names, placeholders: nobody spells them
_CODE = re.compile(r"[@_\\=<>{}#\d]|://|www\.|\.(?:vn|com|org|net|info)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_\u0300-\u036f](?:[^\W\d_]|[\u0300-\u036f])*")
_ENDS_SENTENCE = re.compile(r"[.!?:;…\n\"“”‘(\[«–—*•+/-]")
_NUMBER = re.compile(r"[(“\"]?(\d+(?:[.,/:]\d+)*)[.,;:)”\"]*")
NUMBER = "#"  # what stands for numbers among words in lower case
MOST_LETTERS = 40  # a longer word is no word


@dataclass(frozen=True, slots=True)
class Token:
    """A word at text[start:end]; `low` in lower case with one placement of tones."""

    start: int
    end: int
    raw: str
    low: str
    follows: bool  # nothing but blanks stands between the word before and this one
    opens: bool  # first of a sentence, a line or a bracket
    is_loose: bool  # part of a word with hyphens or apostrophes

    @property
    def is_capital(self) -> bool:
        """Begins with a capital, as names do."""
        return self.raw[0].isupper()

    @property
    def is_shouted(self) -> bool:
        """All capitals: an abbreviation, or a word of a heading."""
        return len(self.raw) > 1 and self.raw.isupper()

    @property
    def is_name(self) -> bool:
        """A capital that no beginning asks for."""
        return self.is_capital and not self.opens


@lru_cache(maxsize=8192)
def lowered(word: str) -> str:
    """A word as the lexicon has it."""
    return canonical(word, ignore_case=True)


def tokens(text: str) -> list[Token]:
    """All words but those of addresses and codes."""
    found: list[Token] = []
    end = 0  # of the last word, -1 behind a code
    for chunk in _CHUNK.finditer(text):
        if number := _NUMBER.fullmatch(chunk[0]):
            found.append(_token(text, end, chunk.start() + number.start(1), chunk.start() + number.end(1)))
            end = found[-1].end
            continue
        if _CODE.search(chunk[0]):
            end = -1
            continue
        inner = chunk[0].strip("-'’")
        is_loose = any(mark in inner for mark in "-'’")
        for word in _WORD.finditer(text, chunk.start(), chunk.end()):
            if word.end() - word.start() > MOST_LETTERS:
                end = -1
                continue
            found.append(_token(text, end, word.start(), word.end(), is_loose=is_loose))
            end = word.end()
    return found


def _token(text: str, last: int, start: int, end: int, *, is_loose: bool = False) -> Token:
    """A word or a number; `last` is where the one before ends, -1 behind a code."""
    gap = text[last:start] if last >= 0 else "-"
    raw = text[start:end]
    return Token(
        start,
        end,
        raw,
        NUMBER if raw[0].isdigit() else lowered(nfc(raw)),
        follows=last > 0 and bool(gap) and not gap.strip(" \t\u00a0"),
        opens=last == 0 or bool(_ENDS_SENTENCE.search(gap)),
        is_loose=is_loose,
    )
