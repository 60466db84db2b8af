"""How Vietnamese offices write dates, numbers and sizes; fixed, whatever language surrounds them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from conglang.kernel.clock import LOCAL_ZONE

Day = TypeVar("Day", bound=date)

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def vn_date(day: date) -> str:
    """`thứ Năm, 26/11/2026`; an aware datetime is first brought to Vietnamese time."""
    day = _local(day)
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def vn_datetime(at: datetime) -> str:
    """`thứ Năm, 26/11/2026, 8 giờ 05 phút`; full hours without minutes."""
    at = _local(at)
    minutes = f" {at:%M} phút" if at.minute else ""
    return f"{vn_date(at)}, {at.hour} giờ{minutes}"


def vn_number(number: int | float | Decimal) -> str:
    """`1.234.567,5`: points between thousands, a comma before the fraction."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


def file_size(size_bytes: int) -> str:
    """`420 KB`, `3,5 MB`; powers of 1,024, rounded up so that a limit never looks kept when it is not."""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    for unit, factor in (("KB", 1024), ("MB", 1024**2), ("GB", 1024**3)):
        tenths = -(-size_bytes * 10 // factor)
        if tenths < 10240 or unit == "GB":
            whole, tenth = divmod(tenths, 10)
            return (
                f"{vn_number(whole)},{tenth} {unit}"
                if tenth and whole < 100
                else f"{whole + bool(tenth)} {unit}"
            )
    raise AssertionError


def _local(day: Day) -> Day:
    return day.astimezone(LOCAL_ZONE) if isinstance(day, datetime) and day.tzinfo else day
