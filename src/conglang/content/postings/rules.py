"""What may be done with a paper on a board, how long it hung, and where a posting stands on a day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from conglang.base.duties.rules import Shown, Span
from conglang.kernel.clock import local_day

ONE_DAY = timedelta(days=1)


class Act(StrEnum):
    """What somebody did or saw at a board."""

    PUT_UP = "put_up"
    SEEN = "seen"
    MISSING = "missing"
    TAKEN_DOWN = "taken_down"


HANGING = frozenset({Act.PUT_UP, Act.SEEN})
"""After these the paper hangs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a place's log."""

    act: Act
    at: datetime


class Standing(StrEnum):
    """Where a posting stands on a day."""

    AHEAD = "ahead"
    RUNNING = "running"
    ENDED = "ended"


def standing(starts_on: date, ends_on: date | None, on: date) -> Standing:
    """Before its first day, in its time, or after its last day; without a last day it runs on."""
    if on < starts_on:
        return Standing.AHEAD
    return Standing.ENDED if ends_on is not None and on > ends_on else Standing.RUNNING


def days_left(ends_on: date | None, on: date) -> int | None:
    """How many days it still hangs, the day itself included; None where it has no end."""
    return None if ends_on is None else max((ends_on - on).days + 1, 0)


def earliest_end(starts_on: date, days: int) -> date:
    """The first last day that the law allows: the day of putting up does not count."""
    return starts_on + days * ONE_DAY


def may(log: Sequence[Entry], act: Act) -> bool:
    """Whether an act can come next: only what hangs is seen, missed or taken down, and the rest is put up."""
    hangs = bool(log) and log[-1].act in HANGING
    return hangs is not (act is Act.PUT_UP)


def fits(log: Sequence[Entry], act: Act, at: datetime) -> bool:
    """Whether an act can have happened then, after everything that the log has."""
    return may(log, act) and (not log or at >= log[-1].at)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a paper was certainly there; `was_there` is false for the moment it was missed."""

    begins: datetime
    ends: datetime
    was_there: bool = True


def stretches(log: Iterable[Entry]) -> list[Stretch]:
    """What a log proves: until it was last seen when it went missing, until it was taken down otherwise.

    While a paper hangs, the days since it was last seen prove nothing yet.
    """
    found: list[Stretch] = []
    begun: datetime | None = None
    seen: datetime | None = None
    for entry in log:
        if entry.act is Act.PUT_UP:
            begun = seen = entry.at
        elif entry.act is not Act.MISSING:
            seen = entry.at
        if entry.act not in HANGING and begun is not None and seen is not None:
            found.append(Stretch(begun, seen))
            begun = None
        if entry.act is Act.MISSING:
            found.append(Stretch(entry.at, entry.at, was_there=False))
    if begun is not None and seen is not None:
        found.append(Stretch(begun, seen))
    return found


def span_of(log: Iterable[Entry]) -> Span:
    """The days that a log proves; a gap begins the count anew."""
    proofs = (Shown(local_day(s.begins), local_day(s.ends), s.was_there) for s in stretches(log))
    return Span(tuple(proofs))
