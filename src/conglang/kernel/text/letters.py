"""The Vietnamese letters and their tones, the ground of every table in this package."""

from unicodedata import normalize

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Combining marks in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng."""

TONED: dict[str, tuple[str, ...]] = {
    vowel: tuple(normalize("NFC", vowel + tone) for tone in TONES) for vowel in VOWELS + VOWELS.upper()
}
"""Each vowel (both cases) with its six forms, in the order of TONES."""

TONE_OF: dict[str, int] = {form: tone for forms in TONED.values() for tone, form in enumerate(forms)}
UNTONED: dict[int, str] = str.maketrans({form: vowel for vowel, forms in TONED.items() for form in forms})

ACCENTED_LETTERS = "".join(sorted({*TONE_OF, "đ", "Đ"} - set("aeiouyAEIOUY")))
"""The 134 letters of Vietnamese that ASCII lacks."""

CAPITALS = "A-Z" + "".join(filter(str.isupper, ACCENTED_LETTERS))
"""For a class of a regular expression: the range from À to Ỹ holds small letters too."""

SPELLED = {
    "đ": "d",
    "ð": "d",  # Icelandic eth and African d stand in for đ in many old files: their capitals look alike
    "ɖ": "d",
    "ƀ": "b",  # Ê Đê and Gia Rai names
    "ø": "o",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Lower-case Latin letters that Unicode does not decompose, as plain ASCII."""
