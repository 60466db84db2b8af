"""Terms and days off, duties and their proofs, and what people are told."""

from conglang.base.duties.models.duty import SPANNING, Channel, DueChange, Duty, Evidence, is_open
from conglang.base.duties.models.law import CERTAINTIES, Basis, CalendarDay, DayKinds, Opening, Rule, columns
from conglang.base.duties.models.telling import FeedLink, Notice, NoticeKind
from conglang.base.duties.models.watch import PageWatch

__all__ = [
    "CERTAINTIES",
    "SPANNING",
    "Basis",
    "CalendarDay",
    "Channel",
    "DayKinds",
    "DueChange",
    "Duty",
    "Evidence",
    "FeedLink",
    "Notice",
    "NoticeKind",
    "Opening",
    "PageWatch",
    "Rule",
    "columns",
    "is_open",
]
