"""The letters that official sheets are printed with: Tinos, as wide as Times New Roman, all of Vietnamese."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "data" / "fonts"
FAMILY = "Tinos"
FACES = {
    ("normal", "normal"): FONTS / "Tinos-Regular.ttf",
    ("bold", "normal"): FONTS / "Tinos-Bold.ttf",
    ("normal", "italic"): FONTS / "Tinos-Italic.ttf",
    ("bold", "italic"): FONTS / "Tinos-BoldItalic.ttf",
}
"""By weight and slant."""
_MEASURED_AT = 200  # pixels, so that rounding does not show


@cache
def _face(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES[weight, "normal"], _MEASURED_AT)


def width_mm(text: str, size_pt: float, weight: str = "normal") -> float:
    """How long a line of text is."""
    return float(_face(weight).getlength(text)) / _MEASURED_AT * size_pt * 25.4 / 72
