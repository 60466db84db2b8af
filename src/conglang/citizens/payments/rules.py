"""How a fund stands, who may confirm what, and what a pasted bank statement says. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conglang.kernel.codes import InvalidCode, parse_code, public_code

REQUEST, FUND = (
    "DG",
    "QG",
)  # what references of requests and of funds begin with; two digits of the year follow
MOST_LINES, ENTRY_LENGTH = 500, 60
_REFERENCE = re.compile(rf"(?=((?:{REQUEST}|{FUND})\d\d[0-9A-HJKMNP-TV-Z]{{8}}))")
_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?")
_AMOUNT = re.compile(
    r"\+?(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:[.,]00?)?(?: ?(?:VND|VNĐ|đ|đồng))?", re.I
)


class State(StrEnum):
    """Where a fund is in its life."""

    PROPOSED = "proposed"
    DROPPED = "dropped"  # before a second person confirmed it
    COMING = "coming"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Standing:
    """What matters of a fund for a decision about it. Both days belong to the time of collecting."""

    opens_on: date
    closes_on: date
    is_confirmed: bool
    is_ended: bool

    def state(self, today: date) -> State:
        """The state on a day."""
        if not self.is_confirmed:
            return State.DROPPED if self.is_ended else State.PROPOSED
        if self.is_ended or today > self.closes_on:
            return State.OVER
        return State.COMING if today < self.opens_on else State.OPEN


def new_reference(kind: str, today: date) -> str:
    """What the bank's statement will carry: short, not sequential, with a check character."""
    return public_code(f"{kind}{today:%y}").compact


def references_in(text: str) -> tuple[str, ...]:
    """The references in the words of a transfer, however a bank set them; only those without a slip."""
    run = "".join(each for each in text.upper() if each.isalnum())
    return tuple(dict.fromkeys(each[1] for each in _REFERENCE.finditer(run) if _is_whole(each[1])))


def _is_whole(code: str) -> bool:
    try:
        return parse_code(code).compact == code
    except InvalidCode:
        return False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement; without a day, an amount or a number of the bank it cannot be taken in."""

    line: str
    on: date | None = None
    bank_reference: str = ""
    amount: int | None = None
    references: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything was understood."""
        return bool(self.on and self.bank_reference and self.amount)


def read_statement(text: str) -> Iterator[Entry]:
    """Lines of four columns (day, number of the bank, amount, words), parted by tabs or semicolons."""
    for line in filter(None, (each.strip() for each in text.splitlines())):
        cells = [cell.strip() for cell in re.split("[\t;]", line, maxsplit=3)]
        if len(cells) < 4:
            yield Entry(line)
        else:
            day, number, amount, words = cells
            known = " ".join(number.split()) if len(number) <= ENTRY_LENGTH else ""
            yield Entry(line, _day(day), known, read_amount(amount), references_in(words))


def read_amount(text: str) -> int | None:
    """Whole đồng as people and banks write them: "150.000", "150,000.00 VND"; None for anything else."""
    found = _AMOUNT.fullmatch(text.strip())
    return int(re.sub("[.,]", "", found[1])) if found else None


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
