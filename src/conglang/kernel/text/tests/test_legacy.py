import pytest
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS
from viparse.normalize.tables import convert as viparse_convert

from conglang.kernel.text import convert_by_font, convert_tcvn3, convert_vni
from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS
from conglang.kernel.text.letters import ACCENTED_LETTERS

SMALL = "".join(letter for letter in ACCENTED_LETTERS if letter.islower())
ASCII = "".join(map(chr, range(0x20, 0x7F))) + "\t\n"
SMALL_TEXT = st.text(st.sampled_from(SMALL * 3 + ASCII.lower()))
ANY_CASE_TEXT = st.text(st.sampled_from(ACCENTED_LETTERS * 2 + ASCII))


def tcvn3(text):
    return "".join(TCVN3_LETTERS.get(letter, letter) for letter in text)


def vni(text):
    return "".join(VNI_LETTERS.get(letter, letter) for letter in text)


def test_there_are_134_letters_and_each_has_its_own_vni_code():
    assert len(ACCENTED_LETTERS) == 134
    assert set(VNI_LETTERS) == set(ACCENTED_LETTERS)
    assert len(set(VNI_LETTERS.values())) == 134


def test_tcvn3_has_every_small_letter_and_the_seven_capitals_without_tone():
    assert set(TCVN3_LETTERS) == {*SMALL, *"ĂÂÊÔƠƯĐ"}
    assert len(set(TCVN3_LETTERS.values())) == 67 + 7
    assert all(len(code) == 1 for code in TCVN3_LETTERS.values())


def test_legacy_text_is_made_of_latin_1_characters():
    assert max("".join((*TCVN3_LETTERS.values(), *VNI_LETTERS.values()))) <= "\u00ff"


@pytest.mark.parametrize("letter", sorted(TCVN3_LETTERS))
def test_tcvn3_letters_agree_with_an_independent_table(letter):
    assert viparse_convert(tcvn3(letter), CHARMAPS["tcvn3"]) == letter == convert_tcvn3(tcvn3(letter))


@pytest.mark.parametrize("letter", sorted(set(VNI_LETTERS) - set("ẳẲỵỴ")))  # its documented gaps
def test_vni_letters_agree_with_an_independent_table(letter):
    assert viparse_convert(vni(letter), CHARMAPS["vni"]) == letter == convert_vni(vni(letter))


def test_known_words_are_read():
    assert convert_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert convert_tcvn3("NguyÔn V¨n H¹, §Æng V¨n Nª") == "Nguyễn Văn Hạ, Đặng Văn Nê"
    assert convert_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert (
        convert_vni("ÑAÛNG UÛY, Ñaø Naüng, baèng phaúng, kieát lî") == "ĐẢNG ỦY, Đà Nẵng, bằng phẳng, kiết lỵ"
    )


def test_a_vni_mark_in_the_wrong_case_follows_its_letter():
    assert convert_vni("Aù ñoÂng") == "Á đông"


def test_characters_outside_the_encodings_pass():
    assert convert_tcvn3("“25 %” – 日本") == "“25 %” – 日本"
    assert convert_vni("“25 %” – aú, eú, où") == "“25 %” – ẳ, eú, ó"


@given(SMALL_TEXT)
def test_tcvn3_round_trip_of_small_letters(text):
    assert convert_tcvn3(tcvn3(text)) == text


@given(ANY_CASE_TEXT)
def test_vni_round_trip_in_both_cases(text):
    assert convert_vni(vni(text)) == text


@given(ANY_CASE_TEXT)
def test_a_capital_font_makes_capitals(text):
    assert convert_tcvn3(tcvn3(text.lower()), capitals=True) == text.lower().upper()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("KÕ HO¹CH", "KẾ HOẠCH"),
        ("QUYÕT §ÞNH Sè 5", "QUYẾT ĐỊNH SỐ 5"),
        ("§iÒu 1. PH¹M VI ®iÒu chØnh", "Điều 1. PHẠM VI điều chỉnh"),
        ("KÕ HO¹CH\nvÒ ®Êt ®ai\nñY BAN", "KẾ HOẠCH\nvề đất đai\nỦY BAN"),
        ("H¹ Vò", "Hạ Vũ"),
        ("Kú häp thø n¨m, H§ND x·", "Kỳ họp thứ năm, HĐND xã"),
    ],
)
def test_capitals_that_tcvn3_lost_come_back_where_the_text_shows_them(typed, meant):
    assert convert_tcvn3(typed) == meant


VN_FONTS = [".VnTime", ".vntime", "ABCDEF+.VnArial", '".VnTime"', ".VnTime,Bold", ".Vn3DH Narrow"]
CAPITAL_FONTS = [".VnTimeH", ".VnArialH", ".VNTIMEH", ".VnTimeH,Bold", ".VnTimeH-BoldItalic"]


@pytest.mark.parametrize("font", VN_FONTS)
def test_vn_fonts_hold_tcvn3(font):
    assert convert_by_font("®Êt ®ai", font) == "đất đai"


@pytest.mark.parametrize("font", CAPITAL_FONTS)
def test_vn_fonts_with_h_are_fonts_of_capitals(font):
    assert convert_by_font("®Êt ®ai", font) == "ĐẤT ĐAI"


@pytest.mark.parametrize("font", ["VNI-Times", "vni-helve", "ABCDEF+VNI-Times", "VNI-Helve-Condense,Bold"])
def test_vni_fonts_hold_vni(font):
    assert convert_by_font("ñaát ñai ÔÛ Ñöùc", font) == "đất đai Ở Đức"


@pytest.mark.parametrize("font", ["Times New Roman", "", "Arial", "My.VnTime", "VNItalic", "UVN Bay Buom"])
def test_other_fonts_leave_the_text_alone(font):
    assert convert_by_font("®Êt ñaát", font) is None


@pytest.mark.parametrize("text", ["Đất đai", "đất", "a\u0301o"])
def test_a_font_name_that_lies_about_unicode_is_not_believed(text):
    assert convert_by_font(text, ".VnTime") is None
    assert convert_by_font(text, "VNI-Times") is None
