"""Public codes for cases, questions and receipts: not sequential, read out by telephone, typed on small keys.

A code is a prefix (usually of the commune and year), seven random characters and a check character:
`HD26-7K4M-2QX7`. The check is a linear code over the field of 32 elements: it catches every wrong character
and every exchange of two characters, neighbours or not, in the prefix and the check character too.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# Crockford's alphabet: no I, L, O (they look like 1 and 0) and no U (it looks like V).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 5
MAX_PREFIX = 8

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans("OIL", "011")
_RANDOM_CHARACTERS = 7
_BODY = _RANDOM_CHARACTERS + 1
# Spaces and every kind of hyphen that a word processor puts in place of the plain one.
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u00AD]+")
_FIELD_POLYNOMIAL = 0b100101  # x⁵ + x² + 1; x generates all 31 non-zero elements


class Fault(StrEnum):
    """Why a text is no code."""

    EMPTY = "empty"
    CHARACTER = "character"  # a character that no code has
    LENGTH = "length"
    CHECK = "check"  # a typing error


class InvalidCode(ValueError):
    """A text is not a public code; `fault` tells why, so that the page can say it in Vietnamese."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault


@dataclass(frozen=True)
class Code:
    """A checked code; `str()` gives the form to print, `compact` the form to store and look up."""

    prefix: str
    body: str

    @property
    def compact(self) -> str:
        """The characters without hyphens."""
        return self.prefix + self.body

    def __str__(self) -> str:
        return f"{self.prefix}-{self.body[:4]}-{self.body[4:]}"


def public_code(prefix: str) -> Code:
    """Return a fresh code from the system's random source; the caller makes sure that it is not taken."""
    return new_code(prefix, secrets.token_bytes(RANDOM_BYTES))


def new_code(prefix: str, random_bytes: bytes) -> Code:
    """Return the code that carries the first 35 bits of five random bytes.

    Raises ValueError unless the prefix has 1 to 8 characters of `ALPHABET` and there are five bytes.
    """
    if not 1 <= len(prefix) <= MAX_PREFIX or not set(prefix) <= set(ALPHABET):
        raise ValueError(
            f"prefix {prefix!r}: 1 to {MAX_PREFIX} capital letters or digits, without I, L, O, U"
        )
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"a code is made from {RANDOM_BYTES} random bytes, not from {len(random_bytes)}")
    number = int.from_bytes(random_bytes) >> (8 * RANDOM_BYTES - 5 * _RANDOM_CHARACTERS)
    random = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_RANDOM_CHARACTERS)))
    return Code(prefix, random + ALPHABET[_times_x(_checksum(prefix + random))])


def parse_code(text: str) -> Code:
    """Read a code as people type it: any case, spaces and hyphens, O for 0, I or L for 1.

    Raises InvalidCode with the reason.
    """
    typed = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_LOOK_ALIKES)
    if not typed:
        raise InvalidCode(Fault.EMPTY, "the code is empty")
    foreign = next((character for character in typed if character not in _VALUES), None)
    if foreign is not None:
        raise InvalidCode(Fault.CHARACTER, f"no code contains {foreign!r}")
    if not _BODY < len(typed) <= MAX_PREFIX + _BODY:
        raise InvalidCode(Fault.LENGTH, f"a code has {_BODY + 1} to {MAX_PREFIX + _BODY} characters")
    if _checksum(typed) != 0:
        raise InvalidCode(Fault.CHECK, "the characters do not fit together")
    return Code(typed[:-_BODY], typed[-_BODY:])


def _checksum(characters: str) -> int:
    """Evaluate the characters as a polynomial at x: each place has a weight of its own, up to 31 places."""
    total = 0
    for character in characters:
        total = _times_x(total) ^ _VALUES[character]
    return total


def _times_x(element: int) -> int:
    shifted = element << 1
    return shifted ^ _FIELD_POLYNOMIAL if shifted & 32 else shifted
