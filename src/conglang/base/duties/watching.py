"""When a public page is looked at, so that its days of showing are proved. Pure."""

from datetime import datetime, time, timedelta

from conglang.kernel.clock import LOCAL_ZONE, local_day

WANTED_DAYS = 30  # in a row, as for what hangs on the board
MOST_DAYS = 365  # for another number that somebody asks for
AGAIN = timedelta(minutes=10)  # after one failure, which may be the net's
MISSES = 3  # failures in a row after which the page counts as missing
WHILE_MISSING = timedelta(hours=1)
GIVE_UP = timedelta(days=30)  # a page that was missing for so long was taken down
NEAR_END = 3  # days before the end from which it is looked at more often
OFTEN = timedelta(hours=6)
FIRST_HOUR, SPREAD_MINUTES = 6, 12 * 60


def next_look(now: datetime, key: int, days_left: int) -> datetime:
    """The next look after one that found the page: at least one on each local day, more near the end.

    `key` spreads the pages of an installation over the day.
    """
    tomorrow = local_day(now) + timedelta(days=1)
    daily = datetime.combine(tomorrow, time(FIRST_HOUR), LOCAL_ZONE) + timedelta(minutes=key % SPREAD_MINUTES)
    return min(daily, now + OFTEN) if days_left <= NEAR_END else daily


def look_after_miss(now: datetime, misses: int) -> datetime:
    """The next look after so many failures in a row."""
    return now + (AGAIN if misses < MISSES else WHILE_MISSING)
