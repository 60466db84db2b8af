"""Working days of the Vietnamese state, and terms counted on them with the reason for each date."""

from conglang.kernel.calendar.days import DayEntry, DayKind, DayStatus
from conglang.kernel.calendar.seed import load_national_calendar
from conglang.kernel.calendar.terms import CalendarDays, Hours, Months, Term, TermError, WorkDays, parse_term
from conglang.kernel.calendar.work import Due, Reason, TraceStep, WorkCalendar

__all__ = [
    "CalendarDays",
    "DayEntry",
    "DayKind",
    "DayStatus",
    "Due",
    "Hours",
    "Months",
    "Reason",
    "Term",
    "TermError",
    "TraceStep",
    "WorkCalendar",
    "WorkDays",
    "load_national_calendar",
    "parse_term",
]
