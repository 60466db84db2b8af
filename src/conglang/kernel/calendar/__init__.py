"""Working days of the Vietnamese state, and terms counted on them with the reason for each date."""

from conglang.kernel.calendar.days import DayEntry, DayKind, DayStatus
from conglang.kernel.calendar.hours import USUAL, BadHours, OfficeHours, hours_text, read_hours
from conglang.kernel.calendar.seed import load_national_calendar
from conglang.kernel.calendar.terms import (
    CalendarDays,
    Hours,
    Months,
    Term,
    TermError,
    WorkDays,
    WorkHours,
    parse_term,
)
from conglang.kernel.calendar.work import Due, Reason, TraceStep, WorkCalendar

__all__ = [
    "USUAL",
    "BadHours",
    "CalendarDays",
    "DayEntry",
    "DayKind",
    "DayStatus",
    "Due",
    "Hours",
    "Months",
    "OfficeHours",
    "Reason",
    "Term",
    "TermError",
    "TraceStep",
    "WorkCalendar",
    "WorkDays",
    "WorkHours",
    "hours_text",
    "load_national_calendar",
    "parse_term",
    "read_hours",
]
