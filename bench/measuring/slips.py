"""Slips as people make them, put into good prose by chance that a seed fixes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from unicodedata import normalize

from conglang.kernel.text import canonical, fold, nfc
from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS

_WORD = re.compile(r"[^\W\d_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NO_TONE = str.maketrans("", "", _TONES)
_SHAPES = str.maketrans("", "", "\u0302\u0306\u031b")
_TELEX = {"\u0302": lambda letter: letter, "\u0306": lambda _letter: "w", "\u031b": lambda _letter: "w"}
_TELEX_TONE = dict(zip("\u0301\u0300\u0309\u0303\u0323", "sfrxj", strict=True))
_ALIKE = [("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("l", "n")]
_ONSETS = _ALIKE + [(two, one) for one, two in _ALIKE]
_ENDS = [("ng", "n"), ("n", "ng"), ("c", "t"), ("t", "c")]
_ORGANS = {
    "Ủy ban nhân dân": ("Ủy Ban Nhân Dân", "ủy ban nhân dân", "Ủy ban Nhân dân"),
    "Hội đồng nhân dân": ("Hội Đồng Nhân Dân", "hội đồng nhân dân", "Hội đồng Nhân dân"),
}
_SHORTS = ["BCHQS", "TGPL", "QLDA", "UBDN", "HĐDN", "PTNT", "KHHGĐ", "BHYTT", "BQLCĐ", "TCDV", "VSMT", "GDTX"]
APART = 10  # words between two slips


@dataclass(frozen=True)
class Slip:
    """What was done at text[start:end] of the spoilt text."""

    start: int
    end: int
    sort: str
    was: str


def _tone_lost(word: str, _by: Random) -> str:
    return normalize("NFC", normalize("NFD", word).translate(_NO_TONE))


def _hook_or_wave(word: str, _by: Random) -> str:
    parts = normalize("NFD", word)
    return normalize("NFC", parts.translate(str.maketrans("\u0309\u0303", "\u0303\u0309")))


def _wrong_tone(word: str, by: Random) -> str:
    parts = normalize("NFD", word)
    return normalize("NFC", "".join(by.choice(_TONES) if each in _TONES else each for each in parts))


def _letter_mark(word: str, _by: Random) -> str:
    return normalize("NFC", normalize("NFD", word).translate(_SHAPES)).replace("đ", "d")


def _onset(word: str, by: Random) -> str:
    fits = [(one, two) for one, two in _ONSETS if word.startswith(one) and word[len(one) :][:1] not in "hrg"]
    if not fits:
        return word
    one, two = by.choice(fits)
    return two + word[len(one) :]


def _ending(word: str, _by: Random) -> str:
    return next((word[: -len(one)] + two for one, two in _ENDS if word.endswith(one)), word)


def _letter(word: str, by: Random) -> str:
    if len(word) < 4:
        return word
    at = by.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return by.choice([swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]])


def _telex(word: str, _by: Random) -> str:
    keys, tone = "", ""
    for part in normalize("NFD", word):
        tone = _TELEX_TONE.get(part, tone)
        keys += _TELEX[part](keys[-1]) if part in _TELEX else "" if part in _TELEX_TONE else part
    return keys.replace("đ", "dd") + tone


Made = tuple[int, int, str] | None  # what becomes of text[start:end]; None where this slip is not possible


def _run(text: str, start: int, by: Random, least: int, most: int) -> str:
    """Some words in a row from here on; empty where there are too few."""
    more = by.randint(least, most) - 1
    found = re.compile(rf"[^\W\d_]+(?: [^\W\d_]+){{{least - 1},{more}}}").match(text, start)
    return found[0] if found else ""


def _in_word(change: Callable[[str, Random], str]) -> "Sort":
    def slip(text: str, start: int, end: int, by: Random) -> Made:
        word = text[start:end]
        if not word.islower() or len(word) < 2:
            return None
        wrong = change(word, by)
        return None if canonical(wrong) == canonical(word) else (start, end, wrong)

    return slip


def _without_marks(text: str, start: int, _end: int, by: Random) -> Made:
    run = _run(text, start, by, 3, 6)
    plain = "".join(normalize("NFD", each)[0] for each in run).replace("đ", "d").replace("Đ", "D")
    marked = sum(each != fold(each) for each in run.lower().split())
    return (start, start + len(run), plain) if marked >= 3 else None


def _apart(text: str, start: int, end: int, _by: Random) -> Made:
    return start, end, normalize("NFD", text[start:end])


def _legacy(text: str, start: int, _end: int, by: Random) -> Made:
    run, table = _run(text, start, by, 2, 4), by.choice([TCVN3_LETTERS, VNI_LETTERS])
    wrong = "".join(table.get(letter, letter) for letter in nfc(run))
    return (start, start + len(run), wrong) if run.islower() else None


def _twice(text: str, start: int, end: int, _by: Random) -> Made:
    word = text[start:end]
    return (start, end, f"{word} {word}") if word.islower() and text[end : end + 1] == " " else None


def _spaces(text: str, _start: int, end: int, by: Random) -> Made:
    if text[end : end + 2] == ", ":
        return end, end + 2, by.choice([" , ", ",", ",, "])
    return (end, end + 1, "  ") if text[end : end + 1] == " " and by.random() < 0.3 else None


def _capitals(text: str, start: int, _end: int, by: Random) -> Made:
    for right, wrongs in _ORGANS.items():
        if text.startswith(right, start) and text[max(0, start - 1) : start] == " ":
            return start, start + len(right), by.choice(wrongs)
    return None


def _short(text: str, start: int, end: int, by: Random) -> Made:
    fits = text[start:end].islower() and text[end : end + 1] in {",", "."}
    return (end, end, " " + by.choice(_SHORTS)) if fits else None


Sort = Callable[[str, int, int, Random], Made]
ORGANS = "capitals of organs"
SORTS: dict[str, Sort] = {
    "tone lost": _in_word(_tone_lost),
    "marks lost": _in_word(lambda word, _by: fold(word)),
    "hỏi or ngã": _in_word(_hook_or_wave),
    "another tone": _in_word(_wrong_tone),
    "shape of a letter": _in_word(_letter_mark),
    "s or x, ch or tr, d or gi, l or n": _in_word(_onset),
    "n or ng, c or t": _in_word(_ending),
    "a letter wrong": _in_word(_letter),
    "keys of Telex": _in_word(_telex),
    "a run without marks": _without_marks,
    "marks apart": _apart,
    "TCVN3 or VNI": _legacy,
    "a word twice": _twice,
    "spaces and marks": _spaces,
    ORGANS: _capitals,
    "abbreviations": _short,
}


def spoil(text: str, share: float, by: Random) -> tuple[str, list[Slip]]:
    """The text with about `share` of its words spoilt, and where."""
    slips: list[Slip] = []
    pieces: list[str] = []
    done = length = 0
    waits = APART
    for word in _places(text):
        waits -= 1
        if word.start() < done or waits > 0 or by.random() > share * 2:
            continue
        for sort in [ORGANS, *by.sample(list(SORTS), len(SORTS))]:  # organs are rare
            made = SORTS[sort](text, word.start(), word.end(), by)
            if made and text[made[0] : made[1]] != made[2]:
                start, end, wrong = made
                pieces += [text[done:start], wrong]
                length += start - done
                slips.append(Slip(length, length + len(wrong), sort, text[start:end]))
                length += len(wrong)
                done, waits = end, APART
                break
    return "".join([*pieces, text[done:]]), slips


def _places(text: str) -> Iterator[re.Match[str]]:
    for word in _WORD.finditer(text):
        if text[word.start() - 1 : word.start()] in {"", " ", "\n", "(", "“"}:
            yield word
