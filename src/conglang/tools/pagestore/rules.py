"""Which requests may be answered with stored bytes, and who may put a notice on every page."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_NOTICE = timedelta(days=7)
TEXT_LENGTH = 300

# Exactly the shape of our public addresses. Whatever looks otherwise is answered by a view, or not at all.
HOST_SHAPE = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
PAGE_SHAPE = r"/(?:[a-z0-9](?:[a-z0-9-]{0,150})/){0,4}"
_PATH = re.compile(PAGE_SHAPE + r"(?:[a-z0-9][a-z0-9-]{0,60}\.(?:json|txt|xml))?")
_PAGE = re.compile(rb"page=([1-9][0-9]{0,3})")


def storable(path: str, query: bytes) -> int | None:
    """The number of the page in its list (0 for none) if path and query can name a stored page, else None."""
    if _PATH.fullmatch(path) is None:
        return None
    if not query:
        return 0
    if not path.endswith("/"):
        return None  # feeds and the like come in one piece
    page = _PAGE.fullmatch(query)
    return int(page[1]) if page else None


@dataclass(frozen=True, slots=True)
class NoticeState:
    """What matters of an urgent notice for a decision about it."""

    proposed_by: int | None
    confirmed: bool
    ended: bool
    until: datetime


def may_confirm(notice: NoticeState, user_id: int | None, now: datetime) -> bool:
    """Whether this person may put the notice on the pages: a second one, while it is still of use."""
    return user_id is not None and user_id != notice.proposed_by and not notice.ended and now < notice.until


def until_allowed(until: datetime, now: datetime) -> bool:
    """A notice ends by itself, and soon: one that nobody takes down would teach people to look past it."""
    return now < until <= now + LONGEST_NOTICE
