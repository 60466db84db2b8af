from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conglang.kernel.legal import NATIONAL, Certainty, LegalBasis


class DayKind(StrEnum):
    """What makes a day differ from an ordinary Monday to Friday week."""

    HOLIDAY = "holiday"
    COMPENSATION = "compensation"  # a holiday fell on a rest day
    SWAP_OFF = "swap_off"  # free, worked on another day
    SWAP_WORK = "swap_work"  # a rest day that is worked for another


class DayStatus(StrEnum):
    """Whether the day is decided; a proposed entry does not count until somebody confirms it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class DayEntry:
    """One row of the table of days. `counterpart` is the other day of a swap or the compensated holiday."""

    on: date
    kind: DayKind
    name: str
    legal_basis: LegalBasis
    certainty: Certainty
    status: DayStatus = DayStatus.CONFIRMED
    scope: str = NATIONAL
    counterpart: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.on, datetime):
            raise TypeError("an entry of the calendar names a date, not an instant")

    @property
    def is_working(self) -> bool:
        """Tell whether the entry makes its day a working day."""
        return self.kind is DayKind.SWAP_WORK
