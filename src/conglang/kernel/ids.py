"""Identifiers of things that leave the installation: UUID version 7 (RFC 9562, section 5.7)."""

import os
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNTER_BITS = 42
_TAIL_BITS = 32


class _Generator:
    """Millisecond, then a 42-bit counter, then 32 random bits (RFC 9562, section 6.2, method 1).

    The counter starts at a random value below half its range, so ids of one process rise strictly and
    there is room for 2 trillion of them in a millisecond.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = 0
        self._counter = 0

    def next(self, millisecond: int) -> UUID:
        """Return an id above all earlier ones, even when the machine's clock was set back."""
        with self._lock:
            if millisecond > self._millisecond:
                self._restart(millisecond)
            else:
                self._counter += 1
                if self._counter >> _COUNTER_BITS:
                    self._restart(self._millisecond + 1)
            return _assemble(self._millisecond, self._counter, secrets.randbits(_TAIL_BITS))

    def _restart(self, millisecond: int) -> None:
        self._millisecond = millisecond
        self._counter = secrets.randbits(_COUNTER_BITS - 1)


def _assemble(millisecond: int, counter: int, tail: int) -> UUID:
    high, low = counter >> 30, counter & 0x3FFF_FFFF
    return UUID(int=millisecond << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low << _TAIL_BITS | tail)


_generator = _Generator()


def _start_over() -> None:
    global _generator  # noqa: PLW0603 - a fork copies the counter, and perhaps a lock that nobody will release
    _generator = _Generator()


os.register_at_fork(after_in_child=_start_over)


def uuid7() -> UUID:
    """Return a new id; within a process each is greater than the one before, in every thread.

    The time inside is the machine's, not that of a moved `clock`: ids must keep their order.
    """
    return _generator.next(time.time_ns() // 1_000_000)


def uuid7_time(uid: UUID) -> datetime:
    """Return the instant (UTC, to the millisecond) at which an id of `uuid7` was made.

    Raises ValueError for other kinds of UUID.
    """
    if uid.variant != RFC_4122 or uid.version != 7:
        raise ValueError(f"{uid} is not a UUID of version 7")
    return _EPOCH + timedelta(milliseconds=uid.int >> 80)
