"""How a poll stands, what of its counts is shown, and the file from which anybody counts again. Pure."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEWEST_CHOICES, MOST_CHOICES = 2, 8
LEAST_SHOWN = 5
HIGHEST_NUMBER = 5000  # of a household in its hamlet
INVALID = "Phiếu không hợp lệ"
COLUMN = "lua_chon"
_PART = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


class Kind(StrEnum):
    """What is asked, and how much it counts."""

    QUICK = "quick"  # anybody, for orientation
    BALLOT = "ballot"  # one vote a household, by law


class State(StrEnum):
    """Where a poll is in its life."""

    PROPOSED = "proposed"
    COMING = "coming"
    OPEN = "open"
    COUNTING = "counting"  # of a ballot: nobody votes on line any more, paper is entered
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


PUBLIC = frozenset({State.COMING, State.OPEN, State.COUNTING, State.CLOSED})
TAKES_PAPER = frozenset({State.OPEN, State.COUNTING})


@dataclass(frozen=True, slots=True)
class Standing:
    """What matters of a poll for a decision about it. Both days belong to the time of voting."""

    kind: Kind
    opens_on: date
    closes_on: date
    proposed_by: int | None
    is_confirmed: bool
    is_withdrawn: bool
    is_counted: bool

    def state(self, today: date) -> State:
        """The state on a day."""
        if self.is_withdrawn:
            return State.WITHDRAWN
        if not self.is_confirmed:
            return State.PROPOSED
        if self.is_counted:
            return State.CLOSED
        if today < self.opens_on:
            return State.COMING
        if today <= self.closes_on:
            return State.OPEN
        return State.COUNTING if self.kind is Kind.BALLOT else State.CLOSED

    def may_be_confirmed_by(self, user_id: int | None, today: date) -> bool:
        """A second person, while there is still time to vote."""
        is_second = user_id is not None and user_id != self.proposed_by
        return is_second and self.state(today) is State.PROPOSED and today <= self.closes_on


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts without those under five; None is hidden.

    A single hidden count could be found from the sum, so the next smallest is hidden with it.
    """
    hidden = {key for key, count in counts.items() if count < LEAST_SHOWN}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min(counts.keys() - hidden, key=lambda key: counts[key]))
    return {key: None if key in hidden else count for key, count in counts.items()}


def ballot_file(votes: Sequence[str]) -> bytes:
    """The votes in the given order as CSV; `recount` reads it again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([COLUMN])
    writer.writerows([vote] for vote in votes)
    return out.getvalue().encode()


def recount(data: bytes) -> Counter[str]:
    """How often each choice stands in a ballot file. Raises ValueError for another kind of file."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if not rows or rows[0] != [COLUMN] or any(len(row) != 1 for row in rows):
        raise ValueError("not a ballot file")
    return Counter(row[0] for row in rows[1:])


def fingerprint(data: bytes) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def is_carried(votes: int, households: int, more_than: int) -> bool:
    """Whether a choice has more than so many percent of all households."""
    return votes * 100 > more_than * households


def household_numbers(text: str) -> list[int]:
    """Numbers as they are written on a list: "1-3, 7". Each once, in order. Raises ValueError."""
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in re.split(r"[,;\n]", text))):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(part)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= HIGHEST_NUMBER:
            raise ValueError(part)
        found.update(range(first, last + 1))
    return sorted(found)
