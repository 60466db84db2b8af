from unicodedata import normalize

import pytest
import vn_collate
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.text import collation_key, name_key, nfc
from conglang.kernel.text.letters import ACCENTED_LETTERS

ANY_TEXT = st.text(st.characters(codec=None), max_size=20)
WORDS = st.text(st.sampled_from(ACCENTED_LETTERS + "abcdeghiklmnopqrstuvxyABCDE019"), min_size=1, max_size=8)

GOLDEN_ORDERS = [
    "An Ân Ẩn Ấn Dung Dũng Đông Đức",
    "Ma Mà Mả Mã Má Mạ",
    "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y",
    "ha hà hã hạ hai hài hái hoà hoạ hoài hồ hơn",
    "ca cá caa cb",
    "thôn Thôn THÔN thốn",
    "1 10 2 a",
]


def sort_from_backwards(texts, key):
    backwards = texts[::-1]
    return sorted(backwards, key=key)


@pytest.mark.parametrize("order", GOLDEN_ORDERS)
def test_words_follow_the_dictionary(order):
    words = order.split()
    assert sort_from_backwards(words, collation_key) == words


def test_letters_of_the_whole_text_come_before_any_tone():
    names = ["Hoà An", "Hoa Lư", "Hoà Lư", "Hoá Mỹ"]
    assert sort_from_backwards(names, collation_key) == names


def test_a_blank_sorts_before_every_letter():
    assert sorted(["Êban", "Ê Nuôl", "Ê"], key=collation_key) == ["Ê", "Ê Nuôl", "Êban"]


def test_signs_sort_before_digits_and_foreign_scripts_after_z():
    texts = ["-", "–", ",", "“A”", "(A)", "3", "Aa", "ab", "z", "ж"]
    assert sort_from_backwards(texts, collation_key) == texts


@given(WORDS, WORDS)
def test_single_words_sort_as_the_icu_tables_of_an_independent_package(a, b):
    ours = (collation_key(a) > collation_key(b)) - (collation_key(a) < collation_key(b))
    assert ours == vn_collate.compare(a, b)


@given(ANY_TEXT, ANY_TEXT)
def test_the_order_is_total_and_ties_only_equal_texts(a, b):
    assert (collation_key(a) == collation_key(b)) == (nfc(a) == nfc(b))
    assert collation_key(normalize("NFD", a)) == collation_key(a)


def test_texts_that_read_alike_still_have_one_order():
    assert collation_key("1\t2") != collation_key("1 2")


@given(WORDS, WORDS)
def test_what_stands_first_in_a_word_decides_before_what_follows(a, b):
    assert collation_key(a) < collation_key(a + b)


def test_people_are_listed_by_given_name_then_surname_then_middle_name():
    people = [
        "Trần An",
        "Lê Thị Ân",
        "Nguyễn Văn Dung",
        "Vũ Dung",
        "Lê Dũng",
        "Nguyễn Anh Đức",
        "Nguyễn Bá Đức",
        "Nguyễn Đức Đức",
        "Võ Đức",
    ]
    assert sort_from_backwards(people, name_key) == people


def test_capitals_do_not_tear_a_list_of_names_apart():
    people = ["Lê Văn An", "LÊ VĂN AN", "Nguyễn Văn An", "PHẠM VĂN AN"]
    assert sort_from_backwards(people, name_key) == people


def test_names_of_one_word_or_none_have_a_place():
    assert sorted(["Y Ban", "An", ""], key=name_key) == ["", "An", "Y Ban"]


@given(ANY_TEXT, ANY_TEXT)
def test_two_names_tie_only_when_they_are_the_same(a, b):
    assert (name_key(a) == name_key(b)) == (nfc(a) == nfc(b))
