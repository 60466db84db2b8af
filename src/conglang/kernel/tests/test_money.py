import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conglang.kernel.money import VND

AMOUNTS = st.one_of(
    st.integers(0, 10**12), st.integers(-(10**15), 10**15), st.integers(0, 15).map(lambda n: 10**n)
)
DIGITS = {
    "không": 0,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
DIGITS |= {"mốt": 1, "tư": 4, "lăm": 5}
SIZES = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3, "trăm": 100, "mươi": 10}


def value(words):
    """Split at the greatest unit; what stands before it is multiplied, what follows is added."""
    for word, size in SIZES.items():
        if word in words:
            at = len(words) - 1 - words[::-1].index(word) if word == "tỷ" else words.index(word)
            return value(words[:at]) * size + value(words[at + 1 :])
    if "mười" in words:
        return 10 + value(words[words.index("mười") + 1 :])
    digits = [DIGITS[word] for word in words if word != "linh"]
    assert len(digits) <= 1, words
    return sum(digits)


@given(AMOUNTS)
@example(0)
@example(10**15)
@example(1_000_000_001)
@example(1_000_005_000_000_000 // 10)
def test_words_say_the_amount(amount):
    *words, currency = VND(amount).words().split(" ")
    sign = -1 if words[0] == "âm" else 1
    assert currency == "đồng"
    assert sign * value(words[1:] if sign < 0 else words) == amount


@given(AMOUNTS, AMOUNTS)
def test_different_amounts_have_different_words(one, other):
    assert (VND(one).words() == VND(other).words()) == (one == other)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (555, "năm trăm năm mươi lăm"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (5_005_000, "năm triệu không trăm linh năm nghìn"),
        (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (21_000_000_000, "hai mươi mốt tỷ"),
        (3_500_000_000_000, "ba nghìn năm trăm tỷ"),
        (10**15, "một triệu tỷ"),
        (-50_000, "âm năm mươi nghìn"),
    ],
)
def test_words_are_those_of_a_receipt(amount, words):
    assert VND(amount).words() == f"{words} đồng"


@pytest.mark.parametrize(
    ("amount", "figures"),
    [(0, "0 đồng"), (999, "999 đồng"), (1_234_567, "1.234.567 đồng"), (-1_000, "-1.000 đồng")],
)
def test_figures_are_grouped_with_dots(amount, figures):
    assert VND(amount).figures() == str(VND(amount)) == figures


@given(AMOUNTS)
def test_figures_hold_every_digit(amount):
    assert int(VND(amount).figures().removesuffix(" đồng").replace(".", "")) == amount


def test_amounts_are_counted_like_numbers():
    price = VND(50_000)
    assert price * 3 + VND(1) - VND(2) == VND(149_999)
    assert 2 * price == VND(100_000)
    assert sum([price, price], start=VND(0)) == -VND(-100_000)
    assert sorted([price, VND(-1)]) == [VND(-1), price]
    assert not VND(0)
    assert price


@pytest.mark.parametrize("amount", [1.5, "5", True, None])
def test_only_whole_numbers_are_amounts(amount):
    with pytest.raises(TypeError, match="fractions"):
        VND(amount)


@pytest.mark.parametrize(
    "compute", [lambda: VND(10**15 + 1), lambda: VND(10**15) + VND(1), lambda: VND(-(10**15)) * 2]
)
def test_absurd_amounts_are_refused(compute):
    with pytest.raises(ValueError, match="more than"):
        compute()
