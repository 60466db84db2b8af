import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.text import fold, nfc, slugify
from conglang.kernel.text.letters import ACCENTED_LETTERS

ANY_TEXT = st.text(st.characters(codec=None))
VIETNAMESE_TEXT = st.text(st.sampled_from(ACCENTED_LETTERS + "abcdeghiklmnopqrstuvxyABC 0123-./"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Đất  đai\tvà\nMôi trường ", "dat dai va moi truong"),
        ("ƯỚC NGUYỆN", "uoc nguyen"),
        ("Krông Ƀuk, Ê Đê", "krong buk, e de"),
        ("1.200 m²", "1.200 m2"),
        ("Ðông Hòa", "dong hoa"),  # the Icelandic capital, a frequent slip
        ("x\u00e3\u200b \u00adphường\ufeff", "xa phuong"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folding_leaves_what_people_type_without_accents(text, folded):
    assert fold(text) == folded


def test_every_accented_vietnamese_letter_folds_to_one_ascii_letter():
    assert {len(fold(letter)) for letter in ACCENTED_LETTERS} == {1}
    assert set(fold(ACCENTED_LETTERS)) == set("adeiouy")


def test_folding_each_character_twice_or_decomposed_changes_nothing():
    for code in range(0x3000):
        text = f"x{chr(code)}y"
        assert fold(fold(text)) == fold(text) == fold(normalize("NFD", text)), hex(code)


@given(ANY_TEXT)
def test_folding_is_stable_and_blind_to_normal_forms(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert {fold(normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {folded}
    assert fold(nfc(text)) == folded


@given(VIETNAMESE_TEXT)
def test_folded_vietnamese_is_ascii_and_blind_to_case(text):
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


def test_slugs_read_like_the_title():
    assert slugify("Đất đai") == "dat-dai"
    assert slugify("Kế hoạch số 12/KH-UBND (đợt 2)…") == "ke-hoach-so-12-kh-ubnd-dot-2"
    assert slugify("Đắk R'Lấp") == "dak-r-lap"


def test_a_long_slug_ends_with_a_whole_word():
    assert slugify("Thông báo lịch tiêm chủng", max_length=12) == "thong-bao"
    assert slugify("Thông báo lịch tiêm chủng", max_length=14) == "thong-bao-lich"
    assert slugify("Thông", max_length=3) == "tho"


def test_a_title_without_any_latin_letter_has_no_slug():
    assert slugify("日本 — …") == ""


@given(ANY_TEXT | VIETNAMESE_TEXT, st.integers(1, 30))
def test_a_slug_is_always_a_clean_part_of_an_address(text, max_length):
    slug = slugify(text, max_length=max_length)
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= max_length
    assert slugify(slug, max_length=max_length) == slug
    assert slugify(text, max_length=10_000).startswith(slug)
