"""What may be asked for, when it is sent, how often it is tried. Pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from conglang.kernel.clock import LOCAL_ZONE

TOPIC_LENGTH = 100
MOST_UNITS = 20  # that one reader follows
MOST_TOPICS = 200  # of one unit
TITLE_LENGTH, BODY_LENGTH = 200, 300

ASKS_A_DAY = 3  # letters to one address that somebody typed
LINK_LIVES = timedelta(days=3)  # of a confirmation; what nobody confirmed is forgotten then
MORNING = (time(7, 30), time(11, 0))  # when digests leave
DIGEST_REACHES = timedelta(days=15)  # back; a weekly reader may miss one working week
NEWS_LASTS = timedelta(days=3)  # of a first publication: later versions are no news
KEPT_FOR = timedelta(days=30)  # who got what; the counts stay
BOUNCES = 3  # mornings in a row on which a mail server refused the address

TRIES = 6
LONGEST_PAUSE = timedelta(hours=1)
SMALLEST_SHOWN = 5  # readers; fewer might be recognised
OWN = "own/"  # topics of readers' own matters begin with it; nobody at the desk counts or reads them
MOST_OWN = 20  # matters that one device follows


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants of one unit; `hamlet_id` is where they live, if they said so."""

    unit_id: int
    topics: frozenset[str]
    hamlet_id: int | None = None


def is_morning(now: datetime) -> bool:
    """Whether digests leave at this moment of a working day."""
    begins, ends = MORNING
    return begins <= now.astimezone(LOCAL_ZONE).time() < ends


def week_of(today: date) -> date:
    """The Monday from which a weekly digest counts."""
    return today - timedelta(days=today.weekday())


def is_news(published_at: datetime | None, now: datetime) -> bool:
    """Whether a digest tells of it: a correction of something old is no news."""
    return published_at is not None and now - published_at <= NEWS_LASTS


def next_try(now: datetime, tries: int, wish: timedelta | None = None) -> datetime | None:
    """When to try again after so many tries, never before the other side wishes; None when it is no use."""
    if tries >= TRIES:
        return None
    pause = min(max(timedelta(minutes=2 ** (tries - 1)), wish or timedelta()), LONGEST_PAUSE)
    return now + pause * random.uniform(1, 1.25)  # noqa: S311  # spreads the tries, hides nothing


def without_small(counts: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """Counts that can be shown, and how many are in those that cannot; never just one of the latter.

    With the sum known, a single hidden count could be worked out: then the next smallest is hidden too.
    """
    order = sorted(counts.items(), key=lambda pair: pair[1])
    hidden = sum(1 for _name, number in order if number < SMALLEST_SHOWN)
    if hidden == 1 and len(order) > 1:
        hidden = 2
    return dict(sorted(order[hidden:])), sum(number for _name, number in order[:hidden])
