"""Vietnamese text: storage form, search form, spelling, dictionary order and old encodings."""

from .collation import collation_key, name_key
from .folding import fold, slugify
from .legacy import LegacyEncoding, convert_by_font, convert_tcvn3, convert_vni
from .normal import lines_of, nfc, one_line
from .recognition import Conversion, convert_if_certain
from .spelling import canonical, same_text
from .syllables import is_syllable

__all__ = [
    "Conversion",
    "LegacyEncoding",
    "canonical",
    "collation_key",
    "convert_by_font",
    "convert_if_certain",
    "convert_tcvn3",
    "convert_vni",
    "fold",
    "is_syllable",
    "lines_of",
    "name_key",
    "nfc",
    "one_line",
    "same_text",
    "slugify",
]
