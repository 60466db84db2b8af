from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.text import canonical, fold, is_syllable, same_text
from conglang.kernel.text.letters import ACCENTED_LETTERS, TONED, TONES, VOWELS

WORDS = st.text(st.sampled_from(ACCENTED_LETTERS + "abcghimnopqtuy GQ'"), max_size=12)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("thuỷ lợi", "thủy lợi"),
        ("khoẻ", "khỏe"),
        ("Uỷ ban", "Ủy ban"),
        ("KHOẺ", "KHỎE"),
        ("hoàng", "hòang"),
        ("quý", "qúy"),
        ("già", "gìa"),
        ("của", "cuả"),
        ("khuỷu", "khủyu"),
        ("thuở", "thủơ"),
        ("Đắk R'Lấp", "Đắk R’Lấp"),
        ("Đông", "Ðông"),
        ("xã  Tân\u00a0Hoà ", "xã Tân Hòa"),
    ],
)
def test_spellings_of_the_same_words_are_the_same_text(a, b):
    assert same_text(a, b)
    assert same_text(normalize("NFD", a), b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ba", "bà"),
        ("Hoà", "Hoá"),
        ("hòa", "hoa"),
        ("Lý", "Lí"),
        ("mùa", "mua"),
        ("tủa", "tuở"),
        ("quốc", "cuốc"),
        ("bàba", "babà"),
        ("Tân Hoà", "Tân hoà"),
        ("âu", "ấu"),
        ("dân", "đân"),
        ("oàá", "oáà"),
        ("àá", "àa"),
    ],
)
def test_different_words_stay_different(a, b):
    assert not same_text(a, b)


def test_case_is_ignored_on_request():
    assert same_text("UỶ BAN NHÂN DÂN", "Ủy ban nhân dân", ignore_case=True)
    assert not same_text("BÀ", "ba", ignore_case=True)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("ngóay", "ngoáy"),
        ("qúy", "quý"),
        ("qủa", "quả"),
        ("qúai", "quái"),
        ("gía", "giá"),
        ("gỉai", "giải"),
        ("gìn giữ", "gìn giữ"),
        ("gì", "gì"),
        ("quàn", "quàn"),
        ("giêng, gíêng", "giêng, giếng"),
        ("kià", "kìa"),
        ("cưả", "cửa"),
        ("HÒA", "HOÀ"),
        ("moóc", "moóc"),
        ("khuýu", "khuýu"),
        ("qùynh", "quỳnh"),
    ],
)
def test_the_key_puts_the_tone_where_today_s_spelling_has_it(text, key):
    assert canonical(text) == key


OPEN_RHYMES = ["ia", "ai", "ao", "oa", "oe", "uy", "ua", "ưa", "uê", "oai", "uya", "oeo", "yêu", "ươi", "uôi"]


@given(st.sampled_from(OPEN_RHYMES), st.sampled_from(TONES[1:]), st.data())
def test_a_tone_may_stand_on_any_vowel_of_its_syllable(rhyme, tone, data):
    onset = data.draw(st.sampled_from(["", "b", "h", "ngh", "th", "qu", "gi"]))
    cluster = onset + rhyme
    vowels = [i for i, letter in enumerate(cluster) if letter in VOWELS]
    spellings = [normalize("NFC", cluster[: i + 1] + tone + cluster[i + 1 :]) for i in vowels]
    assert len({canonical(spelling) for spelling in spellings}) == 1
    assert canonical(cluster) not in {canonical(spelling) for spelling in spellings}


@given(WORDS)
def test_the_key_is_stable_and_never_touches_the_letters(text):
    key = canonical(text)
    assert canonical(key) == key
    assert canonical(normalize("NFD", text)) == key
    assert fold(key) == fold(text)


@given(
    st.sampled_from([vowel for vowel in TONED if vowel.islower()]), st.sampled_from(["b", "th", "qu", "gi"])
)
def test_the_six_tones_of_a_syllable_are_six_texts(vowel, onset):
    assert len({canonical(onset + form) for form in TONED[vowel]}) == 6


SYLLABLES = "nghiêng quyết giếng uỷ KHUỶU thuở xoong đặc yêu ốc gì gìn quýt hoạch ỷ ưu rượu"
OTHER_WORDS = "an-ninh café été niño für Straße cạt1 cát2 cac càp hòái ngành2 wa zô str"


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_vietnamese_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", OTHER_WORDS.split())
def test_other_words_are_no_syllables(word):
    assert not is_syllable(word)
