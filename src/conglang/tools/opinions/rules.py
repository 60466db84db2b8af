"""How much may be said at once. Nobody is known here, so limits are of pages and sites, never of people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

TITLE_LENGTH = 250  # of a page; what is longer is cut
WORDS_LENGTH = 500
REPORT_LENGTH = 1000
CONTACT_LENGTH = 160
NOTE_LENGTH = 500

OPINIONS_OF_PAGE = 30  # a minute; a village meeting with the page on all phones stays below
OPINIONS_OF_SITE = 200  # a minute
REPORTS_OF_PAGE = 5  # a minute
REPORTS_OF_SITE = 30  # a minute
REMARKS_OF_SITE = 500  # a day: more nobody would read, and the disk is not theirs to fill
REPORTS_A_DAY = 300  # of a site


class TooMany(Exception):
    """So much was sent just now that this is not kept; later it will be."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The page that a reader has before them; `uid` stays when title and address change."""

    unit_id: int  # whose site it was read on
    uid: UUID
    path: str
    title: str


def minute_of(moment: datetime) -> datetime:
    """The minute in which a moment lies."""
    return moment.replace(second=0, microsecond=0)


def a_minute_before(moment: datetime) -> datetime:
    """Since when something counts as sent just now."""
    return moment - timedelta(minutes=1)
