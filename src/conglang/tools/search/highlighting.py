"""Show where the words stand, in the spelling of the text, whatever marks were typed."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from conglang.tools.search.question import Phrase
from conglang.tools.search.words import words

SNIPPET_WORDS = 40
WORDS_BEFORE = 8  # of the first hit, in a snippet
MOST_PLACES = 200  # where the best snippet is looked for
# letters with the marks that stand after them in NFD, and what is invisible inside a word
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that was asked for, or not."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str


def highlight(text: str, phrases: Iterable[Phrase]) -> tuple[Segment, ...]:
    """The whole text in pieces; pieces that are one of the phrases, marks and capitals aside, are hits."""
    found = _words(text)
    return tuple(_segments(text, found, _hits(found, phrases), 0, len(text)))


def snippet(text: str, phrases: Iterable[Phrase]) -> tuple[Segment, ...]:
    """About forty words around the place where most of the phrases stand together; a longer text gets “…”."""
    found = _words(text)
    if not found:
        return ()
    hits = _hits(found, phrases)
    first = _densest(found, hits)
    last = min(first + SNIPPET_WORDS, len(found)) - 1
    start = found[first].start if first else 0
    end = found[last].end if last < len(found) - 1 else len(text)
    pieces = list(_segments(text, found, hits, start, end))
    before = [Segment("… ", is_hit=False)] if first else []
    after = [Segment(" …", is_hit=False)] if end < len(text) else []
    return (*before, *pieces, *after)


def spelling_of(word: str, texts: Iterable[str]) -> str:
    """How the first of the texts that has a folded word spells it; the folded word if none has it."""
    for text in texts:
        for each in _words(text):
            if each.folded == word:
                return text[each.start : each.end].lower()
    return word


def _words(text: str) -> list[_Word]:
    return [_Word(m.start(), m.end(), _folded(m.group())) for m in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return " ".join(words(word))


def _hits(found: Sequence[_Word], phrases: Iterable[Phrase]) -> list[int]:
    """Indexes of the words that belong to one of the phrases."""
    by_first: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_first.setdefault(phrase[0], []).append(phrase)
    hits: set[int] = set()
    for at, word in enumerate(found):
        for phrase in by_first.get(word.folded, ()):
            if tuple(each.folded for each in found[at : at + len(phrase)]) == phrase:
                hits.update(range(at, at + len(phrase)))
    return sorted(hits)


def _densest(found: Sequence[_Word], hits: Sequence[int]) -> int:
    """Index of the word with which the best snippet begins."""
    if not hits or len(found) <= SNIPPET_WORDS:
        return 0

    def asked(first: int) -> tuple[int, int, int]:
        inside = hits[bisect_left(hits, first) : bisect_left(hits, first + SNIPPET_WORDS - WORDS_BEFORE)]
        return len({found[at].folded for at in inside}), len(inside), -first

    best = max(hits[:MOST_PLACES], key=asked)
    return max(0, min(best - WORDS_BEFORE, len(found) - SNIPPET_WORDS))


def _segments(
    text: str, found: Sequence[_Word], hits: Iterable[int], start: int, end: int
) -> Iterator[Segment]:
    at = start
    for _, run in groupby(enumerate(hits), key=lambda pair: pair[1] - pair[0]):  # hits without a gap
        row = [index for _, index in run]
        first, last = found[row[0]].start, found[row[-1]].end
        if first < start or last > end:
            continue
        if first > at:
            yield Segment(text[at:first], is_hit=False)
        yield Segment(text[first:last], is_hit=True)
        at = last
    if at < end:
        yield Segment(text[at:end], is_hit=False)
