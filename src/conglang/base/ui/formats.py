"""How Vietnamese offices write dates, numbers and sizes; fixed, whatever language surrounds them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from conglang.kernel.clock import LOCAL_ZONE

Day = TypeVar("Day", bound=date)

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def vn_date(day: date) -> str:
    """`thứ Năm, 26/11/2026`; an aware datetime is first brought to Vietnamese time."""
    day = local(day)
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def vn_datetime(at: datetime) -> str:
    """`thứ Năm, 26/11/2026, 8 giờ 05 phút`; full hours without minutes."""
    at = local(at)
    minutes = f" {at:%M} phút" if at.minute else ""
    return f"{vn_date(at)}, {at.hour} giờ{minutes}"


def vn_number(number: int | float | Decimal) -> str:
    """`1.234.567,5`: points between thousands, a comma before the fraction."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


def file_size(size_bytes: int) -> str:
    """`420 KB`, `3,5 MB`; powers of 1,024, rounded up so that a limit never looks kept when it is not."""
    unit, factor = next(
        (u, f)
        for u, f in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024), ("B", 1))
        if size_bytes >= f or f == 1
    )
    tenths = -(-size_bytes * 10 // factor)
    whole, tenth = divmod(tenths, 10)
    if whole >= 100:
        whole, tenth = whole + bool(tenth), 0
    return f"{vn_number(whole)}{f',{tenth}' if tenth else ''} {unit}"


def local(day: Day) -> Day:
    """An aware datetime in Vietnamese time; other days as they are."""
    return day.astimezone(LOCAL_ZONE) if isinstance(day, datetime) and day.tzinfo else day
