"""What could have been meant by a word, with how easily one becomes the other."""

import re
from functools import lru_cache
from unicodedata import normalize

from conglang.kernel.text import canonical, fold, is_syllable
from conglang.kernel.text.letters import UNTONED

from .lexicon import deletions, lexicon

EASY, OFTEN, USUAL, RARE = 5.0, 4.0, 1.5, -2.0
_WRONG_ONSET = re.compile(r"(?:ngh|gh|k(?!h))(?![ieêy])|(?:ng|c)(?=[ieê])|g(?=[eê])")
_NO_TONE = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_NO_SHAPE = str.maketrans("đ", "d", "\u0302\u0306\u031b")
_HOOK_OR_WAVE = str.maketrans({"\u0303": "\u0309"})
_ONSETS = (("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("d", "v"), ("l", "n"))
_ENDS = (("n", "ng"), ("c", "t"), ("n", "nh"), ("ch", "t"))
_TELEX = {
    "dd": "đ", "aa": "â", "ee": "ê", "oo": "ô", "uwow": "ươ", "uow": "ươ", "aw": "ă", "ow": "ơ", "uw": "ư",
}  # fmt: skip
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TELEX_WORD = re.compile(r"[a-z]{2,9}")
_TONE_KEY = re.compile("(?<=[a-z])[sfrxj]")
_VOWEL = re.compile("[aăâeêioôơuưy]")


@lru_cache(maxsize=8192)
def is_possible(word: str) -> bool:
    """Whether a lower-case word is spelt as a Vietnamese syllable can be (ngành, not nghành)."""
    return is_syllable(word) and not _WRONG_ONSET.match(word.translate(UNTONED))


@lru_cache(maxsize=8192)
def variants(word: str) -> tuple[tuple[str, float], ...]:
    """Known syllables that are often confused with a syllable: by marks, onset or end."""
    known, found = lexicon().syllables, {}
    marks = normalize("NFD", word)
    for other in lexicon().by_fold.get(fold(word), ()):
        found[other] = _ease(marks, normalize("NFD", other))
    for one, two in _ONSETS + tuple((two, one) for one, two in _ONSETS):
        if word.startswith(one) and not (one == "d" and word.startswith("đ")):
            found.setdefault(two + word[len(one) :], OFTEN)
    for one, two in _ENDS + tuple((two, one) for one, two in _ENDS):
        if word.endswith(one) and not (one == "n" and word.endswith(("ng", "nh")) and two != one):
            found.setdefault(word[: -len(one)] + two, OFTEN)
    found.pop(word, None)
    return tuple((other, ease) for other, ease in found.items() if other in known)


def _ease(marks: str, theirs: str) -> float:
    """How easily one word is written for the other: marks forgotten, hỏi for ngã, one mark, more."""
    if marks in {theirs.translate(_NO_TONE), theirs.translate(_NO_SHAPE)} or marks.isascii():
        return EASY
    if theirs.translate(_HOOK_OR_WAVE) == marks.translate(_HOOK_OR_WAVE):
        return EASY
    one_differs = any(theirs.translate(kind) == marks.translate(kind) for kind in (_NO_TONE, _NO_SHAPE))
    return USUAL if one_differs else RARE


@lru_cache(maxsize=8192)
def repairs(word: str) -> tuple[tuple[str, float], ...]:
    """Known syllables near something that is none: marks, typing keys left over, one letter wrong."""
    found = dict.fromkeys(_typed(word), EASY)
    for other, ease in variants(word):
        found.setdefault(other, ease)
    for key in sorted(deletions(word)):
        for other in lexicon().by_deletion.get(key, ())[:40]:
            found.setdefault(other, USUAL if fold(other) == fold(word) else RARE)
    found.pop(word, None)
    return tuple(found.items())


def _typed(word: str) -> set[str]:
    """What Telex would have made of the keys."""
    if not _TELEX_WORD.fullmatch(word):
        return set()
    found = set()
    for key in _TONE_KEY.finditer(word):
        body = _shaped(word[: key.start()] + word[key.end() :])
        tone = _TELEX_TONES[key[0]]
        found |= {canonical(body[: at.end()] + tone + body[at.end() :]) for at in _VOWEL.finditer(body)}
    return {each for each in {*found, _shaped(word)} if each in lexicon().syllables and not each.isascii()}


def _shaped(keys: str) -> str:
    for typed, letter in _TELEX.items():
        keys = keys.replace(typed, letter)
    return keys
