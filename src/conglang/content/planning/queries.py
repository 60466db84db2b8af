"""Reads: how much was published under what, by month; one query a table, whatever the number of items."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import counted
from conglang.kernel.clock import LOCAL_ZONE, local_day, start_of_day


@dataclass(frozen=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        """A calendar month."""
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), after - timedelta(days=1))


def published(unit_ids: Collection[int], period: Period) -> QuerySet[Article]:
    """Items of the units that were first published in the period."""
    begins, ends = start_of_day(period.first), start_of_day(period.last + timedelta(days=1))
    rows = counted().filter(unit__in=unit_ids)
    return rows.filter(first_published_at__gte=begins, first_published_at__lt=ends)


@dataclass(frozen=True)
class Heap:
    """Items alike: the month of their publication, their kind and their theme."""

    month: int
    kind: str
    theme_id: int | None


def heaps(unit_id: int, year: int) -> Counter[Heap]:
    """How many items of each sort a unit has published in a year."""
    rows = published([unit_id], Period.of_year(year)).order_by()
    month = TruncMonth("first_published_at", tzinfo=LOCAL_ZONE)
    found = rows.annotate(month=month).values_list("month", "kind", "theme_id").annotate(number=Count("pk"))
    return Counter({Heap(local_day(at).month, kind, theme): number for at, kind, theme, number in found})


def themes_by_unit(unit_ids: Collection[int], year: int) -> Counter[tuple[int, str | None]]:
    """How many items each unit has published in a year, by the group of their theme; None has no theme."""
    rows = published(unit_ids, Period.of_year(year)).order_by().values_list("unit_id", "theme__group")
    return Counter({(unit, group): number for unit, group, number in rows.annotate(number=Count("pk"))})
