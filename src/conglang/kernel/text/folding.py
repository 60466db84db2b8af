import re
from unicodedata import category, normalize

from .letters import SPELLED

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_CACHED_BELOW = 0x3000  # every Latin letter and mark; ideographs would only fill the memory


class _Folds(dict[int, str]):
    """A `str.translate` table that works out each character at its first use."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code < _CACHED_BELOW:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character.isspace() and not "\x1c" <= character <= "\x1f":
        return " "
    # Folding case can bring marks and compatibility forms back, hence the second round.
    text = normalize("NFKD", normalize("NFKD", character).casefold()).casefold()
    return "".join(SPELLED.get(c, c) for c in text if category(c)[0] != "M" and category(c) not in _DROPPED)


_DROPPED = {"Cc", "Cf", "Cs"}
_FOLDS = _Folds()


def fold(text: str) -> str:
    """Text as search compares it: no case, no marks, đ as d, compatibility forms (², ﬁ) as plain ones.

    Invisible characters vanish, white space becomes single blanks without ends. NFC and NFD input
    give the same result, and folding twice changes nothing.
    """
    folded = text.lower() if text.isascii() and text.isprintable() else text.translate(_FOLDS)
    return " ".join(folded.split())


def slugify(text: str, max_length: int = 80) -> str:
    """`Đất đai` → `dat-dai`: lower-case ASCII letters, digits and single inner hyphens.

    Longer slugs are cut between words, a longer first word inside. Empty when nothing of the text
    has an ASCII form, so the caller needs another name at hand.
    """
    slug = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(slug) <= max_length:
        return slug
    whole_words = slug[: max_length + 1].rpartition("-")[0]
    return whole_words or slug[:max_length]
