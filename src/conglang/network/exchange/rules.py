"""When a feed is asked again, and what makes two items the same. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

PERIOD = timedelta(minutes=30)
PERIOD_WITH_HUB = timedelta(hours=6)  # a hub tells of news; asking is for what its message missed
LONGEST_WAIT = timedelta(days=1)
YOUNG = timedelta(days=7)  # of what a feed holds when it is added, only this becomes drafts
MOST_ITEMS = 50  # of one reading
MOST_BYTES = 2 * 1024 * 1024  # of a feed
MOST_MARKS = 50_000  # signs of markup in one reading: they are what takes time, whatever they say
DEAD_AFTER = 30  # failures in a row, about a month of daily tries
LINK_LENGTH = 400


class Fault(StrEnum):
    """Why a portal could not be read, as it is kept with its feed; a status is kept as “HTTP 404”."""

    NO_ADDRESS = "no address of the web"
    NO_SUCH_NAME = "no portal of that name"
    NOT_PUBLIC = "not on the public net"
    NO_CONNECTION = "no connection"
    UNSAFE = "no safe connection"
    TOO_SLOW = "the answer takes too long"
    TOO_LARGE = "the answer is too large"
    LED_ON = "led on too many times"
    NO_FEED = "not a feed"


def next_time(now: datetime, *, failures: int, has_hub: bool, asked_to_wait: timedelta | None) -> datetime:
    """When to ask again: twice as late after each failure, and never before the other side wants it."""
    period = PERIOD_WITH_HUB if has_hub and not failures else PERIOD
    wait = min(period * (1 << min(failures, 10)), LONGEST_WAIT)
    return now + max(wait, min(asked_to_wait or wait, LONGEST_WAIT))


def identity(guid: str, link: str) -> str:
    """The name of an item within its feed; SHA-256 in hexadecimal."""
    return sha256((guid.strip() or link).encode()).hexdigest()


def canonical(link: str) -> str:
    """The link without fragment and with a lower-case host; empty when it is not an address of the web."""
    try:
        parts = urlsplit(link.strip())
        known = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    if not known or any(character.isspace() for character in link.strip()):
        return ""
    cleaned = urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))
    return cleaned if len(cleaned) <= LINK_LENGTH else ""


def is_young(published_at: datetime | None, now: datetime) -> bool:
    """Whether an item that was there before the feed was added is still worth a draft."""
    return published_at is not None and now - published_at <= YOUNG
