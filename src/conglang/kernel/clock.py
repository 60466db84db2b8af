"""Where "now" comes from, and what a legal day is in Viet Nam.

Only edges (views, commands, tasks) call `now()`; everything below them takes the time as an argument.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, reset_tzpath

# The pinned tzdata package answers, not the data of the operating system: two servers must agree on midnight.
reset_tzpath(to=())
LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """A source of time; `now()` returns an aware datetime in UTC."""

    def now(self) -> datetime:
        """Return the instant to take for the present."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FrozenClock:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        """Return the same instant every time."""
        return self.at


@dataclass(frozen=True)
class ShiftedClock:
    """Another clock, moved by a fixed offset; it keeps running if the other one does."""

    base: Clock
    offset: timedelta

    def now(self) -> datetime:
        """Return the other clock's instant plus the offset."""
        return self.base.now() + self.offset


_clock: ContextVar[Clock] = ContextVar("conglang_clock")
_process: Clock = SystemClock()


def now() -> datetime:
    """Return the present instant in UTC, from the clock in use in this context."""
    return _clock.get(_process).now()


def run_on(clock: Clock) -> None:
    """Read the time from `clock` in every thread of this process, where no block says otherwise."""
    global _process  # noqa: PLW0603  # a process has one clock
    _process = clock


@contextmanager
def using(clock: Clock) -> Iterator[None]:
    """Read the time from `clock` inside the block; other threads and tasks keep theirs."""
    token = _clock.set(clock)
    try:
        yield
    finally:
        _clock.reset(token)


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Stop the clock at `at` inside the block; yields that instant in UTC.

    Raises ValueError for a naive datetime.
    """
    instant = _aware(at).astimezone(UTC)
    with using(FrozenClock(instant)):
        yield instant


@contextmanager
def travelling(offset: timedelta) -> Iterator[None]:
    """Move the clock in use by `offset` inside the block; offsets of nested blocks add up."""
    with using(ShiftedClock(_clock.get(_process), offset)):
        yield


def local_day(instant: datetime) -> date:
    """Return the legal day in Viet Nam to which an instant belongs. Raises ValueError for naive datetimes."""
    return _aware(instant).astimezone(LOCAL_ZONE).date()


def start_of_day(day: date) -> datetime:
    """Return the instant (UTC) of the local midnight that begins the day."""
    return datetime.combine(_plain(day), time(), LOCAL_ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the instant (UTC) of the local midnight that ends the day; it already belongs to the next one.

    A deadline on `day` is kept by everything that happens strictly before it.
    """
    return start_of_day(_plain(day) + timedelta(days=1))


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("a datetime without a time zone names no instant")
    return instant


def _plain(day: date) -> date:
    # datetime is a subclass of date: a UTC instant here would silently name yesterday until 7 in the morning.
    if isinstance(day, datetime):
        raise TypeError("a legal day is a date; turn an instant into one with local_day()")
    return day
