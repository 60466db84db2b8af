"""Office hours: laid down for a scope from a day on."""

import re
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

_SPAN = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*[-–]\s*(\d{1,2})[:hg](\d{2})?")
Spans = tuple[tuple[time, time], ...]


class BadHours(ValueError):
    """The text names no office hours."""


def read_hours(text: str) -> Spans:
    """`7:30-11:30, 13:30-17:00`; also `7h30–11h30; 13h30–17h`. Raises BadHours for anything else.

    The spans of a day are in order and do not touch.
    """
    found = []
    for part in re.split(r"[,;]", text.lower()):
        match = _SPAN.fullmatch(part.strip())
        try:
            first, last = match[1], match[3]  # type: ignore[index]
            span = time(int(first), int(match[2] or 0)), time(int(last), int(match[4] or 0))  # type: ignore[index]
        except (TypeError, ValueError):
            raise BadHours(part) from None
        found.append(span)
    flat = [edge for span in found for edge in span]
    if any(one >= other for one, other in pairwise(flat)):
        raise BadHours(text)
    return tuple(found)


def hours_text(spans: Spans) -> str:
    """What `read_hours` reads."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


USUAL: Spans = ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
"""Hours of an office where nobody has laid down others."""


@dataclass(frozen=True)
class OfficeHours:
    """The hours of every working day from a day on, in a scope and below."""

    since: date
    scope: str
    spans: Spans
