"""What is expected of a budget year, and whether it is there in time. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conglang.kernel.legal import Certainty


@dataclass(frozen=True, slots=True)
class Expected:
    """An item that the law wants in public, for the budget years in which the row holds.

    `rule` is a term of the duties and `heading` a place in the catalogue of what is made public, which the
    old law did not know. `by` is (years after the budget year, month, day) of the day on which it is
    normally there.
    """

    key: str
    title: str
    short: str
    rule: str
    heading: str
    starts: str
    basis: str
    forms: str
    certainty: Certainty
    first_year: int
    last_year: int | None = None
    by: tuple[int, int, int] | None = None
    many: bool = False
    needs_table: bool = False

    def holds(self, year: int) -> bool:
        """Whether the row is about this budget year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def named(self, year: int) -> str:
        """The item of one year in words."""
        return self.title.format(year=year)

    def expected_by(self, year: int) -> date | None:
        """The day after which a year without it is incomplete; None where it need not come at all."""
        return date(year + self.by[0], self.by[1], self.by[2]) if self.by else None


class State(StrEnum):
    """Where an expected item stands; always derived, never stored."""

    PUBLIC = "public"
    PUBLIC_LATE = "public_late"
    DUE = "due"
    OVERDUE = "overdue"
    MISSING = "missing"
    AHEAD = "ahead"


LACKING = frozenset({State.OVERDUE, State.MISSING})
"""It should be there and is not."""


def state_of(published_on: date | None, due_on: date | None, expected_by: date | None, today: date) -> State:
    """`due_on` is the last day of the term once something has started it; `expected_by` helps without one."""
    if published_on is not None:
        return State.PUBLIC_LATE if due_on is not None and published_on > due_on else State.PUBLIC
    if due_on is not None:
        return State.OVERDUE if today > due_on else State.DUE
    return State.MISSING if expected_by is not None and today > expected_by else State.AHEAD


def years(today: date, first: int, known: Iterable[int] = ()) -> list[int]:
    """Budget years to choose from, the newest first: next year's estimate is made before the year begins."""
    return sorted({*range(first, today.year + 2), *known}, reverse=True)
