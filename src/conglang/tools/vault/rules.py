"""What is known of a sender, how a telephone number is compared, and how often a PIN may be tried."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PIN_DIGITS = 6
TRIES_A_DAY = 10  # of a million PINs: one guess in 100,000 a day
LOCK = timedelta(hours=24)
AGAIN_WITHIN = timedelta(hours=1)  # of sending

_NOT_A_DIGIT = re.compile(r"\D")
_VIETNAM = re.compile(r"(?:00?84|0|84)?([2-9]\d{8,9})")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody. It prints nothing, so that no log or error page shows it."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.name or self.phone or self.email or self.address or self.id_number)


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """What became of a try; the number of tries left is there to be told."""

    is_right: bool
    tries_left: int
    locked_until: datetime | None = None


def normal_phone(text: str) -> str:
    """A Vietnamese number as +84…, however it was typed; "" for what is none."""
    found = _VIETNAM.fullmatch(_NOT_A_DIGIT.sub("", text))
    return f"+84{found[1]}" if found else ""


def new_pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def typed_pin(text: str) -> str:
    """The digits of a PIN as people type it, with spaces or hyphens."""
    return _NOT_A_DIGIT.sub("", text)


def still_counting(wrong: Sequence[datetime], now: datetime) -> list[datetime]:
    """The wrong tries of the last day, the oldest first."""
    return [at for at in wrong if now - at < LOCK]


def locked_until(wrong: Sequence[datetime]) -> datetime | None:
    """Until when no try counts, given the wrong tries of the last day.

    A day is any 24 hours: ten tries in the last minutes of one day do not make room for ten more.
    """
    return wrong[-1] + LOCK if len(wrong) >= TRIES_A_DAY else None
