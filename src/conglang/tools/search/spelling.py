"""What a mistyped word may have been meant to be. Pure: the vocabulary decides which of the guesses exist."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from string import ascii_lowercase

LEAST_LETTERS = 3  # of a word that is repaired by letters; shorter ones are near to everything
MOST_LETTERS = 14
_TELEX = {"aa": "a", "ee": "e", "oo": "o", "dd": "d", "aw": "a", "ow": "o", "uw": "u", "w": "u"}
_TELEX_TONE = re.compile(r"[sfrxj](?=[a-z]{0,2}$)")
_VNI_DIGITS = re.compile(r"(?<=[a-z])[0-9]+")
# spellings that sound alike somewhere in the country: at the beginning of a syllable, and at its end
_ONSETS = (
    {"s", "x"}, {"tr", "ch"}, {"d", "gi", "r", "v"}, {"l", "n"}, {"c", "k", "q"}, {"ng", "ngh"}, {"g", "gh"},
    {"ph", "f"}, {"h", "gi"},
)  # fmt: skip
_RHYMES = (
    {"n", "ng", "nh"}, {"t", "c", "ch"}, {"i", "y"}, {"ao", "au"}, {"iu", "ieu", "uu", "uou"}, {"oi", "uoi"},
    {"im", "iem"}, {"up", "op"}, {"om", "um"},
)  # fmt: skip


def guesses(word: str) -> dict[str, float]:
    """What may have been meant, with how near it is: 1 the likeliest. Each is still to be looked up."""
    found = dict.fromkeys(one_slip(word), 0.4) if LEAST_LETTERS <= len(word) <= MOST_LETTERS else {}
    found |= dict.fromkeys(sound_alikes(word), 0.8)
    found |= dict.fromkeys(without_typing_codes(word), 1.0)
    found.pop(word, None)
    return found


def one_slip(word: str) -> set[str]:
    """Words at one slip of the finger: a letter too many, missing, wrong, or two exchanged."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in halves if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    for letter in ascii_lowercase:
        found |= {head + letter + tail for head, tail in halves}
        found |= {head + letter + tail[1:] for head, tail in halves if tail}
    return found - {word, ""}


def without_typing_codes(word: str) -> set[str]:
    """`tieemr`, `tie6m3` → `tiem`: keys of Telex and VNI that no program turned into marks."""
    found = {_VNI_DIGITS.sub("", word)}
    plain = word
    for keys, letter in _TELEX.items():
        plain = plain.replace(keys, letter)
    for text in (word, plain):
        found |= {text, _TELEX_TONE.sub("", text)}
    return found - {word, ""}


@cache
def sound_alikes(word: str) -> frozenset[str]:
    """Words that sound the same to somebody: s and x, tr and ch, n and ng at the end."""
    begun = {word, *_swapped(word, _ONSETS, at_end=False)}
    ended = {other for each in begun for other in _swapped(each, _RHYMES, at_end=True)}
    return frozenset((begun | ended) - {word})


def _swapped(word: str, groups: Iterable[set[str]], *, at_end: bool) -> set[str]:
    found = set()
    for group in groups:
        for old in group:
            if not (word.endswith(old) if at_end else word.startswith(old)) or len(word) <= len(old):
                continue
            rest = word[: -len(old)] if at_end else word[len(old) :]
            found |= {rest + new if at_end else new + rest for new in group - {old}}
    return found


def in_two(word: str) -> list[tuple[str, str]]:
    """Ways to read a word as two that were typed without the blank between them."""
    return [(word[:at], word[at:]) for at in range(2, len(word) - 1)] if len(word) >= 5 else []


def distance(one: str, other: str) -> int:
    """Slips between two words: letters too many, missing, wrong, or two neighbours exchanged."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, mark in enumerate(other, 1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == mark:
                step = min(step, older[j - 2] + 1)
            row.append(step)
    return row[-1]


def best(nearness: Mapping[str, float], counts: Mapping[str, int], beside: Mapping[str, int]) -> str | None:
    """The likeliest of the guesses that exist: one that stands beside its neighbours, near, frequent.

    `counts` are items that have the guess, `beside` those that have it next to a neighbour as typed.
    """
    known = [word for word in nearness if counts.get(word)]
    return max(
        known,
        key=lambda word: (
            min(beside.get(word, 0), 3) + 2 * nearness[word] + min(counts[word], 50) / 50,
            counts[word],
            word,
        ),
        default=None,
    )
