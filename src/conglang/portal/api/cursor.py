"""Where to go on in a list: a place that stays right while new rows come in before it."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

LONGEST_CURSOR = 80
_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_NUMBERS = re.compile(rb"(-?[0-9]{1,18})\.([0-9]{1,18})")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 253_402_300_799_000_000  # microseconds: the last second that Python knows


def cursor(first: int, second: int) -> str:
    """Two numbers as one word."""
    return urlsafe_b64encode(f"{first}.{second}".encode()).rstrip(b"=").decode()


def numbers(text: str) -> tuple[int, int]:
    """The two numbers. Raises ValueError for a word of another make."""
    if _SHAPE.fullmatch(text) is None:
        raise ValueError(text[:LONGEST_CURSOR])
    plain = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def after(moment: datetime, pk: int) -> str:
    """The cursor behind a row in a list by time."""
    return cursor((moment - _START) // timedelta(microseconds=1), pk)


def place(text: str) -> tuple[datetime, int]:
    """The row behind which a list by time goes on. Raises ValueError."""
    microseconds, pk = numbers(text)
    if not 0 <= microseconds < _LATEST:
        raise ValueError(text)
    return _START + timedelta(microseconds=microseconds), pk
