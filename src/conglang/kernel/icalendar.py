"""iCalendar (RFC 5545): lines of at most 75 octets, in a zone that knows one offset. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from unicodedata import category

LINE_OCTETS = 75
ZONE = "Asia/Ho_Chi_Minh"
_PRODUCT = "-//Cong Lang//Lich//VI"
# the offset has been the same since 13 June 1975, and there is no summer time
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, kw_only=True)
class Times:
    """Days and times of day as clocks on the spot show them; no `starts_at` means whole days.

    Without `ends_at` the end is open.
    """

    starts_on: date
    starts_at: time | None = None
    ends_on: date
    ends_at: time | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry for calendar programs. `uid` never changes; a higher `sequence` replaces a lower one."""

    uid: str
    sequence: int
    stamp: datetime  # aware; when this version was published
    when: Times
    summary: str
    location: str
    description: str
    category: str
    url: str
    is_cancelled: bool = False


def calendar(events: Iterable[Event], *, name: str) -> bytes:
    """The whole file, to be sent as text/calendar; charset=utf-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *_TIMEZONE,
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return b"".join(map(folded, lines))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_utc(event.stamp)}"
    yield f"LAST-MODIFIED:{_utc(event.stamp)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield from _times(event.when)
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"LOCATION:{escaped(event.location)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"CATEGORIES:{escaped(event.category)}"
    yield f"URL:{event.url}"
    yield "END:VEVENT"


def _times(when: Times) -> Iterator[str]:
    """DTEND is the first moment after the event; without an end the event takes no time."""
    if when.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{when.starts_on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{when.ends_on + timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART;TZID={ZONE}:{_local(when.starts_on, when.starts_at)}"
    if when.ends_at is not None:
        yield f"DTEND;TZID={ZONE}:{_local(when.ends_on, when.ends_at)}"
    elif when.ends_on > when.starts_on:
        yield f"DTEND;TZID={ZONE}:{_local(when.ends_on + timedelta(days=1), time())}"


def _local(day: date, at: time) -> str:
    return datetime.combine(day, at).strftime("%Y%m%dT%H%M%S")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A TEXT value (§3.3.11): no control character but the escaped line break."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in kept if each == "\n" or category(each) != "Cc").translate(_ESCAPES)


def folded(line: str) -> bytes:
    """A content line with its CRLF, folded between characters (§3.1): a folded line begins with a space."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        room = LINE_OCTETS - (1 if pieces else 0)
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
