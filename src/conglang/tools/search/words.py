"""Words as the index knows them, and the tokens by which an item is found.

Both databases keep exactly these tokens and split nothing themselves: `tiem` a word, `tiem_chung` two in a
row, `t.tiem` a word of the title, `e.…` the whole title, `u.7` the unit, `a.1` a unit above it, `s.news` the
section, `k.notice` the kind.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from zlib import crc32

from conglang.kernel.text import canonical, fold

MOST_LETTERS = 40  # of a word; longer ones are no words of a language
MOST_WORDS = 20_000  # of an item with its files, some 60 printed pages
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The folded words of a text in order, numbers included; punctuation and overlong words are dropped."""
    return [word for word in _WORD.findall(fold(text)) if len(word) <= MOST_LETTERS]


def spelled(text: str) -> list[str]:
    """The words of a text with their marks, in small letters, marks where the dictionary puts them."""
    return _WORD.findall(canonical(text, ignore_case=True))


def in_a_row(found: Sequence[str]) -> str:
    """Words as one text in which a phrase can be looked up: single blanks, also at both ends."""
    return f" {' '.join(found)} " if found else " "


def pairs(found: Sequence[str]) -> list[str]:
    """Tokens of every two words that follow each other."""
    return [f"{one}_{other}" for one, other in pairwise(found)]


def whole_title(found: Sequence[str]) -> str:
    """Token of a title as a whole."""
    return f"e.{crc32(' '.join(found).encode()):08x}"


def title_word(word: str) -> str:
    """Token of a word that stands in the title."""
    return f"t.{word}"


def of_unit(unit_id: int) -> str:
    """Token of what belongs to the unit."""
    return f"u.{unit_id}"


def below_unit(unit_id: int) -> str:
    """Token of what belongs to a unit below this one."""
    return f"a.{unit_id}"


def shared_below(unit_id: int) -> str:
    """Token of what belongs to the unit and stands on the sites of all units below it too."""
    return f"b.{unit_id}"


def of_section(key: str) -> str:
    """Token of what stands in the section."""
    return f"s.{_plain(key)}"


def of_kind(kind: str) -> str:
    """Token of what is of this kind."""
    return f"k.{_plain(kind)}"


def _plain(key: str) -> str:
    """A key without anything that could mean more than a letter; keys also come from addresses."""
    return re.sub(r"[^a-z0-9_-]", "", key.lower())


def tokens(title: Sequence[str], text: Sequence[str], places: Iterable[str]) -> str:
    """All tokens of an item, each once, with blanks between them. `text` is everything except the title."""
    text = text[:MOST_WORDS]
    found = dict.fromkeys((*places, whole_title(title)))
    for part in (title, text):
        found |= dict.fromkeys(part)
        found |= dict.fromkeys(pairs(part))
    found |= dict.fromkeys(map(title_word, title))
    return " ".join(found)
