"""Targets against what was published and what is planned. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

MONTHS = range(1, 13)
A_QUARTER = 3  # months


@dataclass(frozen=True)
class Heap:
    """Items alike: the month that they belong to, their kind and their theme."""

    month: int
    kind: str
    theme_id: int | None


@dataclass(frozen=True)
class Aim:
    """At least so many items of a kind (empty: any) under a theme (None: any) in a quarter (0: the year)."""

    least: int
    most: int | None = None
    kind: str = ""
    theme_id: int | None = None
    quarter: int = 0

    @property
    def months(self) -> range:
        """The months that count."""
        first = (self.quarter - 1) * A_QUARTER + 1
        return range(first, first + A_QUARTER) if self.quarter else MONTHS

    def takes(self, heap: Heap) -> bool:
        """Whether items of this sort count for it."""
        fits = self.kind in {"", heap.kind} and self.theme_id in {None, heap.theme_id}
        return fits and heap.month in self.months

    def days(self, year: int) -> tuple[date, date]:
        """First and last day, both included."""
        last = self.months[-1]
        return date(year, self.months[0], 1), date(year, last, monthrange(year, last)[1])


@dataclass(frozen=True)
class Gap:
    """How an aim stands. `projected` is what comes out at the present pace; None before its first day."""

    aim: Aim
    done: int
    planned: int
    projected: int | None

    @property
    def missing(self) -> int:
        """What nobody has begun or been asked for."""
        return max(0, self.aim.least - self.done - self.planned)

    @property
    def is_reached(self) -> bool:
        """Whether enough was published."""
        return self.done >= self.aim.least


def gap(aim: Aim, done: Mapping[Heap, int], planned: Mapping[Heap, int], *, year: int, today: date) -> Gap:
    """One aim against the heaps of its year."""
    published = _sum(aim, done)
    first, last = aim.days(year)
    gone = (min(today, last) - first).days + 1
    projected = round(published * ((last - first).days + 1) / gone) if gone > 0 else None
    return Gap(aim, published, _sum(aim, planned), projected)


def by_month(heaps: Mapping[Heap, int]) -> dict[int, int]:
    """How many items each month has."""
    return {month: sum(n for heap, n in heaps.items() if heap.month == month) for month in MONTHS}


def _sum(aim: Aim, heaps: Mapping[Heap, int]) -> int:
    return sum(number for heap, number in heaps.items() if aim.takes(heap))


def same_sort(aims: Iterable[Aim], wanted: Aim) -> bool:
    """Whether there is an aim for just the same items already."""
    key = (wanted.kind, wanted.theme_id, wanted.quarter)
    return any((aim.kind, aim.theme_id, aim.quarter) == key for aim in aims)
