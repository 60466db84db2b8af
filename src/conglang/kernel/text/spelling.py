"""One spelling for words that differ only in where the tone mark stands."""

import re

from .letters import TONE_OF, TONED, UNTONED
from .normal import nfc

_TONED_CLUSTER = re.compile(f"[{''.join(TONE_OF)}]{{2,}}")
_HATTED = "ăâêôơư"
_FINAL_CONSONANTS = "cmnpt"
_ALIKE = str.maketrans(
    {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"} | dict.fromkeys("\u2018\u2019\u02bc\u2032`\u00b4", "'"),
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def canonical(text: str, *, ignore_case: bool = False) -> str:
    """A key for comparing names: one tone placement (Hòa → Hoà), one apostrophe, single blanks.

    The key is readable Vietnamese in the newer placement, yet never a correction to be shown or stored:
    it also moves marks in foreign words. i and y (Lí, Lý) stay different.
    """
    key = " ".join(_INVISIBLE.sub("", nfc(text)).translate(_ALIKE).split())
    if ignore_case:
        key = nfc(key.casefold())
    return _TONED_CLUSTER.sub(_place_tone, nfc(key))


def same_text(a: str, b: str, *, ignore_case: bool = False) -> bool:
    """Whether two spellings are the same words to a reader: Hoà and Hòa, but not ba and bà."""
    return canonical(a, ignore_case=ignore_case) == canonical(b, ignore_case=ignore_case)


def _place_tone(match: re.Match[str]) -> str:
    cluster = match.group()
    tones = [TONE_OF[vowel] for vowel in cluster if TONE_OF[vowel]]
    if len(tones) != 1:
        return cluster
    plain = cluster.translate(UNTONED)
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    place = _nucleus(before.lower(), plain.lower(), closed=bool(after) and after.lower() in _FINAL_CONSONANTS)
    return plain[:place] + TONED[plain[place]][tones[0]] + plain[place + 1 :]


def _nucleus(before: str, vowels: str, *, closed: bool) -> int:
    """Index of the vowel that carries the tone among two or more untoned, lower-case vowels."""
    hatted = max(vowels.rfind(vowel) for vowel in _HATTED)
    if hatted >= 0:
        return hatted
    onset = int(before + vowels[0] in {"qu", "gi"})  # the consonants qu and gi hold no tone: quý, già
    rhyme = vowels[onset:]
    if closed:
        return len(vowels) - 1
    if len(rhyme) > 2 or rhyme in {"oa", "oe", "uy"}:
        return onset + 1
    return onset
