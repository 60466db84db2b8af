"""Budgets per minute: whose they are, and what is left of them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, ip_address

WINDOW_SECONDS = 60
MOST_PER_MINUTE = 6_000  # of a key: a hundred a second
LONGEST_LIFE = timedelta(days=731)  # a key ends, so that somebody asks whether it is still needed
KEY_MARK = "cl_"
SHOWN_LETTERS = 8  # of a key on the desk: enough to tell keys apart, too few to use one
# a household or office behind one connection shares a budget, and nobody gets more by changing addresses
_NETWORK_BITS = {4: 24, 6: 56}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a budget stands after a request."""

    limit: int
    used: int
    resets_in: int  # seconds

    @property
    def is_over(self) -> bool:
        """Whether the request was one too many."""
        return self.used > self.limit

    @property
    def remaining(self) -> int:
        """Requests left in this window."""
        return max(0, self.limit - self.used)


def window_of(now: datetime, seconds: int = WINDOW_SECONDS) -> int:
    """The window that a moment lies in, counted from 1970."""
    return int(now.timestamp()) // seconds


def seconds_left(now: datetime, seconds: int = WINDOW_SECONDS) -> int:
    """Until the next window; at least one."""
    return seconds - int(now.timestamp()) % seconds


def network_of(address: str) -> str:
    """The part of an address that shares a budget; one name for all that is no address."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    mapped: IPv4Address | None = getattr(known, "ipv4_mapped", None)
    known = mapped or known
    bits = _NETWORK_BITS[known.version]
    return f"{known.version}:{int(known) >> (known.max_prefixlen - bits):x}"


def new_key() -> str:
    """A key that nobody guesses."""
    return f"{KEY_MARK}{secrets.token_urlsafe(30)}"


def fingerprint(key: str) -> str:
    """What is kept of a key. It has 240 random bits, so that nothing slower than SHA-256 is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def life_allowed(valid_until: date, today: date) -> bool:
    """Whether a key may live so long."""
    return today <= valid_until <= today + LONGEST_LIFE
