"""The letters that stand beside the code have all of Vietnamese, and the licence beside them."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from conglang.tools.papers.fonts import FACES, FONTS, width_mm

BASES = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = {unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES} | {"đ", "Đ"}
MARKS = set("–—“”‘’…•₫§°×÷½") | {chr(code) for code in range(0x20, 0x7F)}
COMBINING = {tone for tone in TONES if tone} | {"\u0302", "\u0306", "\u031b"}


@pytest.mark.parametrize("cut", FACES, ids=" ".join)
def test_a_face_has_every_vietnamese_letter(cut: tuple[str, str]):
    assert len(LETTERS) == 24 * 6 + 2
    with TTFont(FACES[cut]) as face:
        known = face.getBestCmap()
    assert {letter for letter in LETTERS | MARKS | COMBINING if ord(letter) not in known} == set()


def test_the_faces_are_free_and_say_so():
    licence = (FONTS / "LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Copyright 2010 Google Inc." in licence
    for path in FACES.values():
        with TTFont(path) as face:
            assert "SIL Open Font License, Version 1.1" in str(face["name"].getDebugName(13))


def test_a_line_is_measured_as_it_is_printed():
    """Times New Roman Bold sets the motto at 13 points in 53 to 56 mm."""
    assert 50 < width_mm("Độc lập - Tự do - Hạnh phúc", 13, "bold") < 60
    assert width_mm("x" * 20, 12) == pytest.approx(2 * width_mm("x" * 10, 12))
