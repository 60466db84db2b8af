from unicodedata import is_normalized, normalize

from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.text import nfc, one_line

ANY_TEXT = st.text(st.characters(codec=None))


def test_decomposed_letters_are_composed():
    assert nfc(normalize("NFD", "Ủy ban nhân dân xã")) == "Ủy ban nhân dân xã"


def test_controls_that_databases_refuse_are_dropped():
    assert nfc("bản\x00 tin\x07\x1b\x7f") == "bản tin"
    assert nfc("hỏng \ud83d dở") == "hỏng  dở"


def test_a_mark_parted_from_its_letter_by_a_control_finds_it_again():
    assert nfc("a\x00\u0301") == "á"


def test_every_line_end_becomes_a_newline_and_tabs_stay():
    assert nfc("một\r\nhai\rba\x0bbốn\x0cnăm\tsáu") == "một\nhai\nba\nbốn\nnăm\tsáu"


def test_joiners_stay_because_emoji_and_other_scripts_need_them():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert nfc(family) == family


def test_a_title_is_one_line_with_single_spaces():
    assert one_line(" Thông\u00a0báo \r\n về\t\x00việc  ") == "Thông báo về việc"


@given(ANY_TEXT)
def test_stored_text_is_nfc_encodable_and_stable(text):
    stored = nfc(text)
    assert is_normalized("NFC", stored)
    assert nfc(stored) == stored
    assert "\x00" not in stored
    assert stored.encode().decode() == stored
