"""The encodings of Vietnamese before Unicode, in which ordinary Latin-1 characters stand for our letters.

TCVN3 (ABC) comes with fonts called `.Vn…`: one character a letter, capitals by a font of capitals. VNI
comes with fonts called `VNI-…`: a base letter and a mark.
"""

import re
from enum import StrEnum

from .letters import ACCENTED_LETTERS, TONED
from .normal import nfc


class LegacyEncoding(StrEnum):
    """What a text was in before it was Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


# Columns in the order of letters.TONES: ngang, huyền, hỏi, ngã, sắc, nặng.
_TCVN3_ROWS = {
    "a": "aµ¶·¸¹",
    "ă": "¨»¼½¾Æ",
    "â": "©ÇÈÉÊË",
    "e": "eÌÎÏÐÑ",
    "ê": "ªÒÓÔÕÖ",
    "i": "i×ØÜÝÞ",
    "o": "oßáâãä",
    "ô": "«åæçèé",
    "ơ": "¬êëìíî",
    "u": "uïñòóô",
    "ư": "\u00adõö÷øù",
    "y": "yúûüýþ",
}
TCVN3_LETTERS: dict[str, str] = {
    letter: code
    for vowel, codes in _TCVN3_ROWS.items()
    for letter, code in zip(TONED[vowel], codes, strict=True)
    if not letter.isascii()
} | dict(zip("đĂÂÊÔƠƯĐ", "®¡¢£¤¥¦§", strict=True))
"""Vietnamese letter → TCVN3 character. The encoding has no toned capitals."""

_TONE, _HAT, _BREVE = ("", *"øûõùï"), "âàåãáä", "êèúüéë"
_VNI_ROWS = {
    "a": ("a", _TONE),
    "ă": ("a", _BREVE),
    "â": ("a", _HAT),
    "e": ("e", _TONE),
    "ê": ("e", _HAT),
    "i": ("", "iìæóíò"),
    "o": ("o", _TONE),
    "ô": ("o", _HAT),
    "ơ": ("ô", _TONE),
    "u": ("u", _TONE),
    "ư": ("ö", _TONE),
    "y": ("y", (*_TONE[:-1], "")),
}


def _vni_letters() -> dict[str, str]:
    lower = {
        letter: base + mark
        for vowel, (base, marks) in _VNI_ROWS.items()
        for letter, mark in zip(TONED[vowel], marks, strict=True)
    } | {"ỵ": "î", "đ": "ñ"}
    both = lower | {letter.upper(): code.upper() for letter, code in lower.items()}
    return {letter: both[letter] for letter in ACCENTED_LETTERS}


VNI_LETTERS: dict[str, str] = _vni_letters()
"""Vietnamese letter → VNI character or base and mark."""

_FROM_TCVN3 = str.maketrans({code: letter for letter, code in TCVN3_LETTERS.items()})
_FROM_VNI = {code: letter for letter, code in VNI_LETTERS.items()}
_VNI_MARKS = "".join({*_TONE, *_HAT, *_BREVE})
_VNI_CODE = re.compile(f"[aeouyôö][{_VNI_MARKS}]|[ñôöìíæóòî]", re.IGNORECASE)

# A toned capital comes out small; a capital right after it (HOạCH) proves its word, or a line without
# any small ASCII letter, to be capitals.
_SMALL = "".join(letter for letter in ACCENTED_LETTERS if letter.islower())
_CAPITALS_LOST = re.compile(
    rf"^[^a-z\n]*[{_SMALL}][A-Z][^a-z\n]*$|\b(?:(?![a-z])\w)*[{_SMALL}][A-Z](?:(?![a-z])\w)*\b", re.MULTILINE
)

# A PDF names embedded fonts ABCDEF+.VnTime, style sheets quote them.
_LEGACY_FONT = re.compile(r"""["'\s]*(?:[A-Z]{6}\+)?(?:(?P<tcvn3>\.Vn)|VNI-)""", re.IGNORECASE)
_CAPITAL_FONT = re.compile(r"""H(?:[\s,-]*(?:Bold|Italic|Regular))*["'\s]*$""", re.IGNORECASE)
_BEYOND_LATIN_1 = "".join(letter for letter in ACCENTED_LETTERS if letter > "\u00ff")
_UNICODE_VIETNAMESE = re.compile(f"[{_BEYOND_LATIN_1}\u0300-\u036f]")


def has_unicode_vietnamese(text: str) -> bool:
    """Whether the text has letters or marks that neither legacy encoding can hold."""
    return bool(_UNICODE_VIETNAMESE.search(text))


def convert_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 (ABC) text as Unicode; `capitals` for text set in a font of capitals.

    Without it, words and lines that show their capitals (KÕ HO¹CH) become capitals too.
    """
    converted = nfc(text.translate(_FROM_TCVN3))
    if capitals:
        return converted.upper()
    return _CAPITALS_LOST.sub(lambda match: match.group().upper(), converted)


def convert_vni(text: str) -> str:
    """VNI text as Unicode; the base letter decides the case when its mark has the other one."""
    return nfc(_VNI_CODE.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    typed = match.group()
    code = typed.upper() if typed[0].isupper() else typed.lower()
    return _FROM_VNI.get(code) or _FROM_VNI.get(code[0], code[0]) + typed[1:]


def convert_by_font(text: str, font: str) -> str | None:
    """A run of text as Unicode, judged by the name of its font.

    None leaves the run as it is: the font is no legacy one, or its name lies, because the run already
    holds Vietnamese letters of Unicode.
    """
    named = _LEGACY_FONT.match(font)
    if named is None or has_unicode_vietnamese(text):
        return None
    if named["tcvn3"]:
        return convert_tcvn3(text, capitals=bool(_CAPITAL_FONT.search(font)))
    return convert_vni(text)
