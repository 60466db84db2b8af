"""Vietnamese dictionary order, as the `vi` collation of ICU has it."""

from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from .letters import SPELLED, TONE_OF, TONES, UNTONED
from .normal import nfc

_OTHER_SYMBOL, _OTHER_LETTER = "\x01", "\x02"  # places in the order below, taken by everything unlisted
_ORDER = (
    " _-–—,;:!?.'‘’\"“”«»()[]{}@*/\\&#%`^+<=>|~$" + _OTHER_SYMBOL + "0123456789"
    "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz" + _OTHER_LETTER
)
_LETTER = {character: bytes([place]) for place, character in enumerate(_ORDER, start=1)}
_NO_TONE, _OTHER_MARK = b"\x01", b"\x07"
_TONE = {tone: bytes([place]) for place, tone in enumerate(TONES, start=1)}
_LOWER, _UPPER = b"\x01", b"\x02"
_NEXT_LEVEL = b"\x00"  # below every weight, so that the shorter of two words comes first


class _Levels(NamedTuple):
    letters: bytes
    tones: bytes
    cases: bytes


def collation_key(text: str) -> bytes:
    """Sort key: letters of the whole text first (a ă â b c d đ e ê …), then tones, then lower case first.

    Keys compare as bytes, so a binary column sorts by them too. Two texts have one key exactly when
    their NFC is equal.
    """
    text = nfc(text)
    return _NEXT_LEVEL.join((*_levels(text), text.encode()))


def name_key(full_name: str) -> bytes:
    """Sort key of a person's name as Vietnamese lists have it: given name, surname, middle names.

    Letters and tones of the given name go before the surname (every Dung before every Dũng); capitals
    matter last, because lists mix NGUYỄN VĂN AN with Nguyễn Văn An.
    """
    name = nfc(full_name)
    words = name.split()
    given, surname, middle = words[-1:], words[:-1][:1], words[1:-1]
    parts = [_levels(" ".join(part)) for part in (given, surname, middle)]
    spelling = [level for part in parts for level in (part.letters, part.tones)]
    return _NEXT_LEVEL.join((*spelling, *(part.cases for part in parts), name.encode()))


def _levels(text: str) -> _Levels:
    weights = [_weights(character) for character in text]
    return (
        _Levels(*(b"".join(level) for level in zip(*weights, strict=True)))
        if weights
        else _Levels(b"", b"", b"")
    )


@lru_cache(maxsize=4096)
def _weights(character: str) -> _Levels:
    """Weights of one character of NFC text; a mark of its own has a tone weight only."""
    case = _LOWER if character == character.lower() else _UPPER
    letter = character.translate(UNTONED).lower()
    if letter in _LETTER and letter > _OTHER_LETTER:
        tone = TONE_OF.get(character, 0)
        return _Levels(_LETTER[letter], _NO_TONE + (_TONE[TONES[tone]] if tone else b""), case)
    letters, tones = b"", b""
    cases = b""
    for part in normalize("NFKD", character).casefold():
        for plain in SPELLED.get(part, part):
            kind = category(plain)
            if kind[0] == "M":
                tones += _TONE.get(plain, _OTHER_MARK)
            elif kind not in {"Cc", "Cf"} or plain.isspace():
                letters += _letter(plain, kind)
                tones += _NO_TONE
                cases += case
    return _Levels(letters, tones, cases)


def _letter(character: str, kind: str) -> bytes:
    if character.isspace():
        return _LETTER[" "]
    if character in _LETTER:
        return _LETTER[character]
    # UTF-8 keeps the order of code points and holds no level mark.
    return _LETTER[_OTHER_LETTER if kind[0] in "LN" else _OTHER_SYMBOL] + character.encode()
