"""Numbers that the state gives to people and taxpayers, judged by their structure."""

# codes of provinces in numbers of twelve digits; those of before the mergers stay in use (Circular 59/2021)
PROVINCES = frozenset(
    {1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31,
     33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62,
     64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93,
     94, 95, 96}
)  # fmt: skip
_OLDEST, _YOUNGEST = 1900, 2040
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def digits_of(text: str) -> str:
    """Only the digits."""
    return "".join(letter for letter in text if letter.isdigit() and letter.isascii())


def is_identity_number(digits: str) -> bool:
    """Whether twelve digits are built as a personal number: province, sex and century, year of birth."""
    if len(digits) != 12 or int(digits[:3]) not in PROVINCES or digits[3] not in "0123":
        return False
    return _OLDEST <= 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6]) <= _YOUNGEST


def is_tax_code(digits: str) -> bool:
    """Whether the tenth digit checks the nine before it; thirteen digits name a branch."""
    if len(digits) not in {10, 13}:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits, strict=False))
    return (10 - total % 11) % 10 == int(digits[9]) and total % 11 != 0
