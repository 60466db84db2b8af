"""Marks and signs: spaces, punctuation, letters stored in two ways, old encodings, two places of one tone."""

import re
from collections.abc import Callable, Iterator, Sequence
from unicodedata import normalize

from conglang.kernel.text import canonical, convert_tcvn3, convert_vni, nfc

from .candidates import is_possible
from .findings import Certainty, Finding, Kind
from .lexicon import lexicon
from .tokens import Token, lowered

_SPACES = re.compile(r"(?<=[^\s.])[ \u00a0]{2,}(?=\S)")
_BEFORE = re.compile(r"(?<=[^\W_])[ \u00a0]+([,;:!?.])(?![.\d/])(?=\s|$)")
_NONE_AFTER = re.compile(
    r"(?<=[^\W\d_]{2})([,;])(?=[^\W\d_]{2})|(?<=[^\W\d_A-Z]{2})(\.)(?=[A-ZĐÀ-Ỹ][a-zà-ỹ])"
)
_TWICE = re.compile(r"([,;:])[ ]?\1+|(?<![.…])\.[ ]?\.(?![.…])|([,;:])[ ]?\.(?!\.)|\.[ ]?,(?=\s)")
_BRACKETS = re.compile(r"\([ ]+(?=\S)|(?<=\S)[ ]+\)")
_UNBROKEN = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|www\.|@")
_LEGACY_SIGNS = re.compile(r"[¡-¿åæçëîïñöøüûþßðÅÆÇËÎÏÑÖØÜÛÞ]|[ÌÒ](?=[a-z])")
_CHUNK = re.compile(r"[^\s.,;:!?()\"“”…]+")
_LONGEST = 12  # characters of a syllable in VNI, and some more
_MARK = re.compile("[\u0300-\u036f]")
_TONE_BEHIND = re.compile(r"(?<![qQ])([oOuU])([aeyAEY])([\u0300\u0301\u0303\u0309\u0323])(?!\w)")
_OLD_OPEN = re.compile("(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)$")
_NEW_OPEN = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")


def _all_but_blanks(found: re.Match[str]) -> str:
    return found[0].strip()


def _one_mark(found: re.Match[str]) -> str:
    return "." if "." in found[0] else found[0][0]


_SPACING: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_SPACES, lambda _found: " "),
    (_BEFORE, _all_but_blanks),
    (_NONE_AFTER, lambda found: found[0] + " "),
    (_TWICE, _one_mark),
    (_BRACKETS, _all_but_blanks),
)


def check_spacing(text: str) -> Iterator[Finding]:
    """Blanks too many or too few, and marks of punctuation that stand twice."""
    kept = [chunk.span() for chunk in _UNBROKEN.finditer(text) if _ADDRESS.search(chunk[0])]
    for pattern, becomes in _SPACING:
        at = 0
        for found in pattern.finditer(text):
            while at < len(kept) and kept[at][1] <= found.start():
                at += 1
            if at < len(kept) and kept[at][0] <= found.start():
                continue
            yield Finding(found.start(), found.end(), Kind.SPACING, Certainty.SURE, (becomes(found),))


def check_storage(words: Sequence[Token]) -> Iterator[Finding]:
    """Words whose marks are characters of their own, and words with marks at impossible letters."""
    for word in words:
        if _MARK.search(word.raw):
            whole = (normalize("NFC", word.raw),)
            yield Finding(word.start, word.end, Kind.DECOMPOSED, Certainty.SURE, whole)


def check_legacy(text: str) -> Iterator[Finding]:
    """Remains of TCVN3 and VNI among words of Unicode; neighbours are one finding."""
    runs: list[tuple[int, int, str]] = []
    doubtful: tuple[int, int, str] | None = None  # behind the last run, and good Vietnamese too
    for start, end, reading, is_sure in _old_words(text):
        beside = runs and text[runs[-1][1] : doubtful[0] if doubtful else start] == " "
        if doubtful and text[doubtful[1] : start] != " ":
            beside = False
        if is_sure and beside:
            between = f" {doubtful[2]} " if doubtful else " "
            runs[-1] = (runs[-1][0], end, runs[-1][2] + between + reading)
        elif is_sure:
            runs.append((start, end, reading))
        doubtful = None if is_sure or doubtful else (start, end, reading)
    for start, end, reading in runs:
        yield Finding(start, end, Kind.LEGACY, Certainty.SURE, (reading,))


def _old_words(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Words that an old encoding makes sense of, and whether Unicode makes none of them."""
    known = lexicon().syllables
    for chunk in _CHUNK.finditer(text):
        word = chunk[0]
        if len(word) > _LONGEST or word.isascii() or any(map(str.isdecimal, word)):
            continue
        for reading in (convert_tcvn3(word), convert_vni(word)):
            if reading != word and not reading.isascii() and lowered(reading) in known:
                yield chunk.start(), chunk.end(), reading, not is_possible(lowered(nfc(word)))
                break


def check_tone_places(words: Sequence[Token]) -> Iterator[Finding]:
    """The first word of the rarer habit, where hòa and hoà stand in one text; names keep theirs."""
    habits = tone_habits(words)
    if all(habits):
        rarer = min(habits, key=len)
        word = rarer[0]
        raw = nfc(word.raw)
        other = canonical(raw) if rarer is habits[0] else older(raw)
        yield Finding(word.start, word.end, Kind.TONE_STYLE, Certainty.STYLE, (other,))


def tone_habits(words: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The words written like hòa, and those like hoà."""
    habits: tuple[list[Token], list[Token]] = ([], [])
    for word in words:
        if not word.is_name and not word.is_loose:
            raw = nfc(word.raw).lower()
            if _OLD_OPEN.search(raw) and raw != word.low:
                habits[0].append(word)
            elif _NEW_OPEN.search(raw) and raw == word.low:
                habits[1].append(word)
    return habits


def older(word: str) -> str:
    """hoà as hòa."""
    return normalize("NFC", _TONE_BEHIND.sub(r"\1\3\2", normalize("NFD", word)))
