"""Where texts of a sheet break: columns that hold their longest words, and lines of like length. Pure."""

import re
from collections.abc import Iterable

from conglang.tools.papers.fonts import width_mm
from conglang.tools.papers.sheet import TABLE_PT, Table

MARGINS_MM = 4.2  # of a cell in Word, with a little to spare
UNBREAKABLE_MM = 40  # a longer word is an address or a code, and breaks anywhere
_UNIT = re.compile(r" (?=(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố) )", re.IGNORECASE)
_MEASURED = 4  # of the words with the most letters


def widths_mm(table: Table, whole: float) -> list[float]:
    """Each column by its share, but as wide as its longest word where the others have room for that."""
    wanted = [share * whole for share in table.shares]
    full = [row for row in table.rows if len(row) == len(wanted)]
    needed = [
        MARGINS_MM + max(_longest([column.title], "bold"), _longest(row[at] for row in full))
        for at, column in enumerate(table.columns)
    ]
    room = [max(0.0, has - needs) for has, needs in zip(wanted, needed, strict=True)]
    lack = sum(max(0.0, needs - has) for has, needs in zip(wanted, needed, strict=True))
    if lack > sum(room):
        return wanted
    taken = lack / sum(room) if lack else 0.0
    return [
        max(needs, has - spare * taken) if lack else has
        for has, needs, spare in zip(wanted, needed, room, strict=True)
    ]


def _longest(texts: Iterable[str], weight: str = "normal") -> float:
    words = sorted({word for text in texts for word in text.split()}, key=len)[-_MEASURED:]
    lengths = (width_mm(word, TABLE_PT, weight) for word in words)
    return max((length for length in lengths if length < UNBREAKABLE_MM), default=0.0)


def balanced(text: str, room: float, size_pt: float) -> str:
    """A bold text too long for its line in two: before the name of a unit, or the first not the shorter."""
    if width_mm(text, size_pt, "bold") <= room or " " not in text:
        return text
    found = _UNIT.search(text, 1)
    places = [found.start()] if found else [at for at, letter in enumerate(text) if letter == " "]
    halves = [(text[:at], text[at + 1 :]) for at in places]
    first, second = min(halves, key=lambda half: (len(half[0]) < len(half[1]), max(map(len, half))))
    return f"{first}\n{second}"
