"""What is known of Vietnamese words; the files in data/ name their sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2

from conglang.kernel.text import canonical, fold

from .tokens import NUMBER

LONG = 4  # letters from which a slip in an abbreviation can be told from another one
_UNKNOWN = -2.9  # of a syllable in no list
_UNSEEN = 3.0  # a syllable counts as seen this often more than it was
_EVERYDAY = 50  # a syllable of our lists counts as seen this often at least
_OWN = 10  # a word of our list counts as seen this often more
_TRUST = 50.0  # the higher, the less pairs count against single syllables
STRONG = 9.0
"""Strength of a pair in our own list of words; counted pairs come close to it at best."""

_Groups = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Lexicon:
    """Syllables and pairs in lower case with one placement of tones."""

    syllables: dict[str, int]
    pairs: dict[str, dict[str, int]]
    words: frozenset[tuple[str, str]]
    by_fold: dict[str, tuple[str, ...]]
    by_deletion: dict[str, tuple[str, ...]]
    confusions: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    foreign: frozenset[str]
    repeated: frozenset[str]
    abbreviations: frozenset[str]
    by_slip: dict[str, tuple[str, ...]]
    organs: dict[str, tuple[tuple[str, ...], ...]]
    total: int

    def knows(self, first: str, second: str) -> bool:
        """Whether the two have been seen side by side."""
        return second in self.pairs.get(first, ())

    def count(self, first: str, second: str) -> int:
        """How often the two stand side by side."""
        return self.pairs.get(first, {}).get(second, 0)

    def likelihood(self, first: str, second: str) -> float:
        """How likely the second is behind the first; "" stands for a place where a neighbour is missing."""
        alone = (self.syllables.get(second, _UNKNOWN) + _UNSEEN) / self.total
        if not first or not second:
            return alone if second else 1.0
        return (self.count(first, second) + _TRUST * alone) / (self.syllables.get(first, 0) + _TRUST)

    def strength(self, first: str, second: str) -> float:
        """How much the two are one word: 0 for chance, STRONG for words of ours."""
        if (first, second) in self.words:
            return STRONG
        count = self.count(first, second)
        if count < 3:
            return 0.0
        chance = self.syllables[first] * self.syllables[second] / self.total
        return max(0.0, min(log2(count), log2(count / chance), STRONG - 1))


def _lines(name: str) -> Iterator[str]:
    text = files(__package__).joinpath("data", name).read_text("utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("# "))


def _low(text: str) -> str:
    return canonical(text, ignore_case=True)


def _listed(name: str) -> frozenset[str]:
    return frozenset(_low(" ".join(_lines(name))).split())


def deletions(word: str) -> set[str]:
    """The word, and it without each of its letters."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _grouped(entries: Iterator[tuple[str, str]], counts: dict[str, int] | None = None) -> _Groups:
    """What shares a key, the commonest first."""
    often = counts or {}
    groups: dict[str, list[str]] = {}
    for key, word in entries:
        groups.setdefault(key, []).append(word)
    return {
        key: tuple(sorted(group, key=lambda word: (-often.get(word, 0), word)))
        for key, group in groups.items()
    }


def _everyday() -> set[tuple[str, str]]:
    """Pairs of small words with what they go with; a word of no sort stands with "" alone."""
    found: dict[str, list[str]] = {}
    for line in _lines("everyday.txt"):
        sort, _, rest = line.rpartition(":")
        found.setdefault(sort, []).extend(_low(rest).split())
    pairs = {(word, "") for words in found.values() for word in words}
    for sort in "nva":
        pairs |= {(first, second) for first in found[f"before {sort}"] for second in found[sort]}
        pairs |= {(first, second) for first in found[sort] for second in found[f"behind {sort}"]}
    return pairs


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    syllables = {word: int(count) for word, count in (line.split("\t") for line in _lines("syllables.tsv"))}
    words = frozenset(
        (pair[0], pair[1])
        for line in _lines("words.txt")
        for entry in line.split(",")
        if len(pair := _low(entry).split()) == 2
    )
    everyday = _everyday()
    for word in {word for pair in (*words, *everyday) for word in pair if word}:
        syllables[word] = max(syllables.get(word, 0), _EVERYDAY)
    pairs: dict[str, dict[str, int]] = {}
    for line in _lines("pairs.tsv"):
        first, _, rest = line.partition("\t")
        fields = rest.split(" ")
        pairs[first] = dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
    ours = dict.fromkeys(filter(all, everyday), 1) | dict.fromkeys(words, _OWN)
    for (first, second), count in ours.items():
        seconds = pairs.setdefault(first, {})
        seconds[second] = seconds.get(second, 0) + count
    confusions: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in _lines("confusions.txt"):
        wrong, _, right = line.partition("=")
        sequence = tuple(_low(wrong).split())
        confusions.setdefault(sequence[0], []).append((sequence, right.strip()))
    organs: dict[str, list[tuple[str, ...]]] = {}
    for line in sorted(_lines("organs.txt"), key=len, reverse=True):
        organs.setdefault(_low(line.split()[0]), []).append(tuple(line.split()))
    known = frozenset(word for line in _lines("abbreviations.txt") for word in line.split())
    long = sorted(name for name in known if len(name) >= LONG)
    return Lexicon(
        syllables,
        pairs,
        words,
        _grouped(((fold(word), word) for word in syllables if word != NUMBER), syllables),
        _grouped(((key, word) for word in syllables if word != NUMBER for key in deletions(word)), syllables),
        {first: tuple(entries) for first, entries in confusions.items()},
        _listed("foreign.txt"),
        _listed("repeated.txt"),
        known,
        _grouped((key, name) for name in long for key in {*deletions(name), "".join(sorted(name))}),
        {first: tuple(entries) for first, entries in organs.items()},
        max(sum(syllables.values()), 1),
    )
