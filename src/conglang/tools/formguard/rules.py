"""What speaks against a message having been written by a person here. No rule knows anybody."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from conglang.kernel.text import fold

FASTEST = 4  # seconds from opening a form to sending it
OLDEST = 24 * 3600  # seconds; a draft may lie on a phone for days, so that age alone is no proof
GREY = 3  # from here on work is asked for
BOT = 6  # from here on no work helps
WORK_BITS = 14  # some 16,000 hashes: half a second on a cheap phone


class Verdict(StrEnum):
    """What becomes of a message. None of them tells the sender that it is doubted."""

    CLEAR = "clear"
    SUSPECT = "suspect"  # a person looks at it first
    REFUSED = "refused"  # a storm: nobody could look at so many


class Reason(StrEnum):
    """What was noticed."""

    TRAP = "trap"
    NO_STAMP = "no_stamp"
    FAST = "fast"
    OLD = "old"
    WORN = "worn_stamp"
    NETWORK = "network"
    REPEATED = "repeated"
    MARKUP = "markup"
    LINK = "link"
    LINKS = "links"
    IDENTICAL = "identical"
    ALPHABET = "alphabet"
    NOT_SYLLABLES = "not_syllables"
    GIBBERISH = "gibberish"
    BAIT = "bait"
    LURE = "lure"
    NUMBERS = "numbers"
    REACHED = "link_and_number"


POINTS = {
    Reason.TRAP: BOT,
    Reason.NO_STAMP: BOT,
    Reason.FAST: BOT,
    Reason.OLD: 1,
    Reason.WORN: GREY,
    Reason.NETWORK: GREY,
    Reason.REPEATED: GREY,  # neighbours hand a text around too
    Reason.MARKUP: BOT,
    Reason.LINK: 1,
    Reason.LINKS: GREY,
    Reason.IDENTICAL: GREY,
    Reason.ALPHABET: BOT,
    Reason.NOT_SYLLABLES: GREY,  # languages of minorities and of guests look the same
    Reason.GIBBERISH: GREY,
    Reason.BAIT: 1,
    Reason.LURE: BOT,
    Reason.NUMBERS: GREY,
    Reason.REACHED: GREY,  # whoever wants to be called and visited sells something
}

_LINK = re.compile(
    r"https?://\S+|www\.\S+|\b(?:[a-z0-9-]{2,}\.)+(?:com|net|org|info|xyz|top|vip|club|shop|site|online|ru|me)\b\S*"
)
_MARKUP = re.compile(r"\[/?(?:url|link|img)\b|<\s*(?:a|script|iframe|img)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\d)(?:\+?84|0)[\d .-]{8,12}\d")
_RUN = re.compile(r"(\w)\1{7,}")
_HIDDEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff]")
# a syllable without its marks; old people and old phones write so
_SYLLABLE = re.compile(
    "(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    "(?:ie|ye|uye|oa|oe|uo|ua|ue|uy|oo|ia|ya|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
    "|(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    "(?:ai|ao|au|ay|eo|eu|iu|ieu|yeu|oai|oay|oeo|oi|oao|ui|uoi|uou|uu|uyu|uay|ua|uya)"
)
_ENOUGH = 5  # words, to judge a language by
_COMMON = 0.55  # of the words of Vietnamese prose with names and figures far more are syllables
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of how a message came."""

    is_trapped: bool = False
    age_seconds: float | None = 60  # since the form was opened; None without a good stamp
    is_worn: bool = False  # the same opening of the form has sent several messages
    is_crowded: bool = False  # the network sends more than people do
    is_repeated: bool = False  # the same text came again and again


@dataclass(frozen=True, slots=True)
class Score:
    """Points against a message, and for what."""

    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """The sum."""
        return sum(POINTS[reason] for reason in self.reasons)

    @property
    def is_grey(self) -> bool:
        """Whether work would clear it."""
        return GREY <= self.points < BOT


def score(texts: Sequence[str], how: Circumstances, bait: frozenset[str]) -> Score:
    """Weigh what was typed and how it came. `bait` are folded phrases that advertisements live on."""
    return Score((*_of_the_way(how), *_of_the_text(texts, bait)))


def verdict_of(found: Score, *, has_worked: bool) -> Verdict:
    """What becomes of it; a storm is told elsewhere."""
    clear = found.points < GREY or (found.is_grey and has_worked)
    return Verdict.CLEAR if clear else Verdict.SUSPECT


def is_work(challenge: str, solution: str) -> bool:
    """Whether the hash of both begins with enough zero bits."""
    if not (solution.isascii() and solution.isdigit()) or len(solution) > 12:
        return False
    digest = hashlib.sha256(f"{challenge}:{solution}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0


def same(texts: Sequence[str]) -> str:
    """What the messages of one campaign have in common: the longest text without links, numbers and marks."""
    longest = max(texts, key=len, default="")
    return " ".join(_WORD.findall(_LINK.sub(" ", fold(longest))))


def _of_the_way(how: Circumstances) -> tuple[Reason, ...]:
    age = how.age_seconds
    checks = {
        Reason.TRAP: how.is_trapped,
        Reason.NO_STAMP: age is None,
        Reason.FAST: age is not None and age < FASTEST,
        Reason.OLD: age is not None and age > OLDEST,
        Reason.WORN: how.is_worn,
        Reason.NETWORK: how.is_crowded,
        Reason.REPEATED: how.is_repeated,
    }
    return tuple(reason for reason, holds in checks.items() if holds)


def _of_the_text(texts: Sequence[str], bait: frozenset[str]) -> tuple[Reason, ...]:
    text = "\n".join(texts)
    folded = f" {' '.join(fold(text).split())} "
    links = len(_LINK.findall(folded))
    numbers = len({re.sub(r"\D", "", found) for found in _NUMBER.findall(text)})
    baits = sum(f" {phrase} " in re.sub(r"[^\w ]", " ", folded) for phrase in bait)
    words: list[str] = _WORD.findall(_LINK.sub(" ", folded))
    checks = {
        Reason.MARKUP: bool(_MARKUP.search(text)),
        Reason.LINK: links == 1,
        Reason.LINKS: links > 1,
        Reason.IDENTICAL: _repeats_itself(texts),
        Reason.ALPHABET: _foreign_letters(text),
        Reason.NOT_SYLLABLES: len(words) >= _ENOUGH and _syllables(words) < _COMMON,
        Reason.GIBBERISH: bool(_RUN.search(folded) or _HIDDEN.search(text)) or _has_long_word(words),
        Reason.BAIT: baits == 1,
        Reason.LURE: baits > 2 or (baits > 1 and links + numbers > 0),
        Reason.NUMBERS: numbers > 2,
        Reason.REACHED: links == 1 and numbers > 0,
    }
    return tuple(reason for reason, holds in checks.items() if holds)


def _repeats_itself(texts: Sequence[str]) -> bool:
    """Programs put one text into every field."""
    said = [fold(text).strip() for text in texts if len(text.strip()) > 3]
    return len(said) > 1 and len(set(said)) < len(said)


def _foreign_letters(text: str) -> bool:
    """Whether a third of the letters is of no Latin alphabet, or a word mixes two."""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(ord(character) > 0x2AF and not 0x1E00 <= ord(character) <= 0x1EFF for character in letters)
    return foreign > max(len(letters) / 3, 5)


def _syllables(words: Sequence[str]) -> float:
    return sum(bool(_SYLLABLE.fullmatch(word)) for word in words) / len(words)


def _has_long_word(words: Sequence[str]) -> bool:
    return any(len(word) > _LONGEST_WORD for word in words)
