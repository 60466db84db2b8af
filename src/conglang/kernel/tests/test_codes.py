import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.codes import ALPHABET, Code, Fault, InvalidCode, new_code, parse_code, public_code

PREFIXES = st.text(ALPHABET, min_size=1, max_size=8)
CODES = st.builds(new_code, PREFIXES, st.binary(min_size=5, max_size=5))


def fault_of(text):
    with pytest.raises(InvalidCode) as error:
        parse_code(text)
    return error.value.fault


def test_a_code_is_printed_in_groups_that_can_be_read_out():
    code = parse_code("hd26 7k4m2qx7")
    assert str(code) == "HD26-7K4M-2QX7"
    assert code.compact == "HD267K4M2QX7"
    assert (code.prefix, code.body) == ("HD26", "7K4M2QX7")


@given(CODES)
def test_a_printed_code_is_read_back(code):
    assert parse_code(str(code)) == parse_code(code.compact) == code


@given(CODES)
def test_every_single_wrong_character_is_caught(code):
    for place, right in enumerate(code.compact):
        for wrong in set(ALPHABET) - {right}:
            assert fault_of(code.compact[:place] + wrong + code.compact[place + 1 :]) is Fault.CHECK


@given(CODES)
def test_every_exchange_of_two_characters_is_caught(code):
    text = code.compact
    for first in range(len(text)):
        for second in range(first + 1, len(text)):
            if text[first] != text[second]:
                swapped = list(text)
                swapped[first], swapped[second] = text[second], text[first]
                assert fault_of("".join(swapped)) is Fault.CHECK


@given(CODES, st.sampled_from([" ", "-", "–", "\u2011", "\u00a0", "\n", ""]), st.booleans())
def test_case_spaces_and_any_hyphen_do_not_matter(code, separator, lower):
    text = separator.join(code.compact)
    assert parse_code(text.lower() if lower else text) == code


@given(CODES, st.sampled_from("Oo"), st.sampled_from("IiLl"))
def test_letters_that_look_like_digits_are_read_as_digits(code, zero, one):
    assert parse_code(str(code).replace("0", zero).replace("1", one)) == code


def test_digits_of_an_asian_keyboard_are_read():
    code = new_code("HD26", b"\x00\x01\x02\x03\x04")
    assert parse_code("ＨＤ２６" + code.body) == code


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        (" - ", Fault.EMPTY),
        ("HD26-7K4U-2QX7", Fault.CHARACTER),
        ("HĐ26-7K4M-2QX7", Fault.CHARACTER),
        ("HD26/7K4M/2QX7", Fault.CHARACTER),
        ("7K4M-2QX7", Fault.LENGTH),
        ("HD26HD26X-7K4M-2QX7", Fault.LENGTH),
        ("HD26-7K4M-2QX3", Fault.CHECK),
    ],
)
def test_a_wrong_code_tells_what_is_wrong(text, fault):
    assert fault_of(text) is fault


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_a_reasoned_error(text):
    try:
        code = parse_code(text)
    except InvalidCode:
        return
    assert parse_code(str(code)) == code


@pytest.mark.parametrize("prefix", ["", "HD-26", "hd26", "LP26", "HUONG", "ABCDEFGHJ"])
def test_a_prefix_that_people_would_misread_is_refused(prefix):
    with pytest.raises(ValueError, match="prefix"):
        new_code(prefix, bytes(5))


@pytest.mark.parametrize("count", [0, 4, 6])
def test_too_little_or_too_much_randomness_is_refused(count):
    with pytest.raises(ValueError, match="5 random bytes"):
        new_code("HD26", bytes(count))


@given(PREFIXES, st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_different_random_bits_make_different_codes(prefix, some, others):
    same_bits = int.from_bytes(some) >> 5 == int.from_bytes(others) >> 5
    assert (new_code(prefix, some) == new_code(prefix, others)) == same_bits


def test_fresh_codes_are_not_in_a_row():
    codes = {public_code("HD26") for _ in range(1000)}
    assert len(codes) == 1000
    assert len({code.body[:2] for code in codes}) > 300
    assert all(isinstance(code, Code) for code in codes)
