"""Amounts in đồng, in figures and in Vietnamese words as receipts and payment sheets write them."""

from collections.abc import Iterator
from dataclasses import dataclass

MAX_AMOUNT = 10**15

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_SMALL_GROUPS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


@dataclass(frozen=True, order=True)
class VND:
    """A whole number of đồng, at most 10¹⁵ either way. Raises TypeError for fractions, ValueError beyond."""

    amount: int

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"đồng have no fractions: {self.amount!r}")
        if abs(self.amount) > MAX_AMOUNT:
            raise ValueError(f"more than {MAX_AMOUNT:.0e} đồng: {self.amount}")

    def __add__(self, other: "VND") -> "VND":
        return VND(self.amount + other.amount)

    def __sub__(self, other: "VND") -> "VND":
        return VND(self.amount - other.amount)

    def __mul__(self, count: int) -> "VND":
        return VND(self.amount * count)

    __rmul__ = __mul__

    def __neg__(self) -> "VND":
        return VND(-self.amount)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return self.figures()

    def figures(self) -> str:
        """Return for example "1.234.567 đồng"."""
        return f"{self.amount:,} đồng".replace(",", ".")

    def words(self) -> str:
        """Return for example "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng".

        One style throughout, that of schoolbooks: nghìn (not ngàn), linh (not lẻ), tỷ, bảy; mốt, tư and lăm
        after mươi; an empty hundred inside a number is read ("không trăm linh năm"), an empty group is not.
        Lower case, because the sentence around it decides.
        """
        sign = ["âm"] if self.amount < 0 else []
        return " ".join([*sign, *_number(abs(self.amount)), "đồng"])


def _number(number: int) -> Iterator[str]:
    if number == 0:
        yield _DIGITS[0]
        return
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _number(billions)
        yield "tỷ"
    leading = billions == 0
    for size, name in _SMALL_GROUPS:
        group, rest = divmod(rest, size)
        if group:
            yield from _group(group, leading=leading)
            leading = False
            if name:
                yield name


def _group(group: int, *, leading: bool) -> Iterator[str]:
    """Yield the words of 1 to 999; inside a number the hundreds are always read."""
    hundreds, below = divmod(group, 100)
    if hundreds or not leading:
        yield _DIGITS[hundreds]
        yield "trăm"
    tens, unit = divmod(below, 10)
    if tens == 0 and unit and (hundreds or not leading):
        yield "linh"
    elif tens == 1:
        yield "mười"
    elif tens > 1:
        yield _DIGITS[tens]
        yield "mươi"
    if unit:
        yield _unit(unit, tens)


def _unit(unit: int, tens: int) -> str:
    if unit == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(unit, _DIGITS[unit])
    return _DIGITS[unit]
