import re
from dataclasses import dataclass

from conglang.kernel.text import fold


@dataclass(frozen=True)
class _Counted:
    """A number of units; zero means at once. Raises ValueError for negative numbers."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a term cannot be negative: {self.count}")


@dataclass(frozen=True)
class WorkDays(_Counted):
    """Ngày làm việc: weekends, holidays and compensation days are skipped, worked Saturdays count."""


@dataclass(frozen=True)
class CalendarDays(_Counted):
    """Ngày: every day counts; an end on a rest day moves to the next working day."""


@dataclass(frozen=True)
class Months(_Counted):
    """Tháng: ends on the same day of the month, or on its last day; moves like calendar days."""


@dataclass(frozen=True)
class Hours(_Counted):
    """Giờ: runs from the instant itself, through nights and rest days."""


@dataclass(frozen=True)
class WorkHours(_Counted):
    """Giờ làm việc: only hours in which the office is open count."""


Term = WorkDays | CalendarDays | Months | Hours | WorkHours


class TermError(ValueError):
    """The text does not name a term."""


_UNITS: dict[str, type[Term]] = {
    "wd": WorkDays,
    "ngay lam viec": WorkDays,
    "d": CalendarDays,
    "ngay": CalendarDays,
    "m": Months,
    "thang": Months,
    "h": Hours,
    "gio": Hours,
    "wh": WorkHours,
    "gio lam viec": WorkHours,
}
# Four digits are 27 years of days: more is a slip of the keyboard.
_PATTERN = re.compile(r"(\d{1,4}) ?([a-z ]+)", re.ASCII)


def parse_term(text: str) -> Term:
    """Read "5 ngày làm việc", "05wd", "12 ngày", "9 tháng", "48 giờ", "48h" or "4 giờ làm việc".

    Case, accents and spacing do not matter. Raises TermError.
    """
    match = _PATTERN.fullmatch(fold(text).strip())
    if match is None or match[2] not in _UNITS:
        raise TermError(
            f"cannot read the term {text!r}: write a number of at most four digits and a unit, "
            "such as 5wd (5 ngày làm việc), 12d (12 ngày), 9m (9 tháng), 48h (48 giờ) or 4wh (4 giờ làm việc)"
        )
    return _UNITS[match[2]](int(match[1]))
