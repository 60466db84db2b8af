"""Habits of offices: names of organs, abbreviations."""

import re
from collections.abc import Iterator, Sequence

from conglang.kernel.text import nfc

from .candidates import is_possible
from .findings import Certainty, Finding, Kind
from .lexicon import LONG, deletions, lexicon
from .tokens import Token, lowered

_SHORT = re.compile(r"[A-ZĐÂĂÊÔƠƯ]{2,8}")
_ROMAN = re.compile(r"[IVXLCDM]+")
_UNITS = frozenset({"xã", "phường", "tỉnh", "huyện", "quận"})


def check_capitals(words: Sequence[Token]) -> Iterator[Finding]:
    """Organs whose capitals differ from annex II of Decree 30/2020/NĐ-CP; not headings."""
    known, at = lexicon().organs, 0
    while at < len(words):
        step = 1
        for organ in known.get(words[at].low, ()):
            said = words[at : at + len(organ)]
            if words[at].follows and (words[at - 1].low, words[at].low) in lexicon().words:
                continue  # cán bộ | tư pháp
            if len(said) < len(organ) or not all(word.follows for word in said[1:]):
                continue
            if any(word.low != part.lower() for word, part in zip(said, _low(organ), strict=True)):
                continue
            step = len(organ)
            right = " ".join(
                _with_case(nfc(word.raw), part[0].isupper()) for word, part in zip(said, organ, strict=True)
            )
            if not any(word.is_capital for word in said) and not _is_one_organ(words, at, organ):
                continue
            shouted = all(word.raw.isupper() for word in said)
            if not shouted and right != " ".join(nfc(word.raw) for word in said):
                yield Finding(said[0].start, said[-1].end, Kind.CAPITALS, Certainty.LIKELY, (right,))
            break
        at += step


def _is_one_organ(words: Sequence[Token], at: int, organ: tuple[str, ...]) -> bool:
    """In small letters only an organ that a unit has, not organs of a sort."""
    behind = words[at + len(organ) : at + len(organ) + 1]
    return organ[-2:] == ("nhân", "dân") or bool(behind and behind[0].follows and behind[0].low in _UNITS)


def _low(organ: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lowered(part) for part in organ)


def _with_case(word: str, capital: bool) -> str:  # noqa: FBT001
    return word[:1].upper() + word[1:].lower() if capital else word.lower()


def check_abbreviations(text: str, words: Sequence[Token]) -> Iterator[Finding]:
    """The first use of each abbreviation that is neither known nor explained, and slips of known ones."""
    known, seen = lexicon().abbreviations, set[str]()
    for at, word in enumerate(words):
        short = nfc(word.raw)
        if short in seen or short in known or word.is_loose or not _SHORT.fullmatch(short):
            continue
        if _ROMAN.fullmatch(short) or _is_word(words, at):
            continue
        seen.add(short)
        if _is_explained(text, word):
            continue
        slips = {*deletions(short), "".join(sorted(short))} if len(short) >= LONG else set[str]()
        meant = sorted({name for key in slips for name in lexicon().by_slip.get(key, ())})
        yield Finding(word.start, word.end, Kind.ABBREVIATION, Certainty.LIKELY, tuple(meant[:3]))


def _is_word(words: Sequence[Token], at: int) -> bool:
    """A word of a heading in capitals."""
    near = [words[n] for n in (at - 1, at + 1) if 0 <= n < len(words)]
    alike = any(each.is_shouted and is_possible(each.low) for each in near)
    return is_possible(words[at].low) and alike


def _is_explained(text: str, word: Token) -> bool:
    """It stands in brackets behind its long form, or its long form stands in brackets behind it."""
    before, behind = text[max(0, word.start - 40) : word.start], text[word.end : word.end + 80]
    if behind.lstrip().startswith("(") and len(behind.partition(")")[0].split()) > 1:
        return True
    opened = before.rpartition("(")
    return bool(opened[1]) and ")" not in opened[2] and behind.lstrip(" ”\"'").startswith((")", ",", ";"))
