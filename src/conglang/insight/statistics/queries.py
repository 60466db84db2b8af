"""The figures of a period. Rows are those of the running scope, and of the units that are named."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.insight.statistics.models import PageDay, SectionDay
from conglang.tools.pages.models import Section

MOST_PAGES = 50


@dataclass(frozen=True)
class Row:
    """A line of a table of figures."""

    name: str
    views: int
    visits: int
    url: str = ""
    unit_id: int = 0


@dataclass(frozen=True)
class Report:
    """What a screen, a sheet of paper and a file of the same period show."""

    first: date
    last: date
    views: int
    visits: int
    robots: int
    days: list[Row]
    sections: list[Row]
    pages: list[Row]
    units: list[Row]


def report(units: Collection[Unit], first: date, last: date) -> Report:
    """The figures of these units from the first to the last day."""
    ids = [unit.pk for unit in units]
    rows = SectionDay.objects.filter(unit__in=ids, day__gte=first, day__lte=last)
    total = rows.aggregate(views=Sum("views"), visits=Sum("visits"), robots=Sum("robots"))
    return Report(
        first=first,
        last=last,
        views=total["views"] or 0,
        visits=total["visits"] or 0,
        robots=total["robots"] or 0,
        days=_days(rows, first, last),
        sections=_sections(rows, ids),
        pages=_pages(ids, first, last),
        units=_units(rows, units) if len(ids) > 1 else [],
    )


@dataclass(frozen=True)
class Totals:
    """Page views of a site: today so far, in this month, and since counting began."""

    today: int
    month: int
    whole: int
    since: date | None


def totals(unit_id: int, today: date) -> Totals:
    """The figures that a site tells its readers; one query."""
    found = SectionDay.objects.filter(unit=unit_id).aggregate(
        today=Sum("views", filter=Q(day=today), default=0),
        month=Sum("views", filter=Q(day__gte=today.replace(day=1)), default=0),
        whole=Sum("views", default=0),
        since=Min("day"),
    )
    return Totals(**found)


@dataclass(frozen=True)
class MonthLine:
    """The page views of a section in a month, which is named by its first day."""

    month: date
    section: str
    views: int
    visits: int


def monthly(unit_id: int) -> list[MonthLine]:
    """Every month with its sections, the newest first; what lies in none that readers know is one line."""
    shown = Section.objects.filter(unit=unit_id, is_hidden=False).values_list("slug", "title")
    titles = dict(shown) | {"": _("Home page")}
    rows = SectionDay.objects.filter(unit=unit_id).order_by().annotate(month=TruncMonth("day"))
    sums: dict[tuple[date, str], list[int]] = {}
    for row in rows.values("month", "section").annotate(views=Sum("views"), visits=Sum("visits")):
        line = sums.setdefault((row["month"], titles.get(row["section"], _("Other pages"))), [0, 0])
        line[0] += row["views"]
        line[1] += row["visits"]
    found = [MonthLine(*key, *figures) for key, figures in sums.items() if figures[0]]
    return sorted(found, key=lambda line: (-line.month.toordinal(), -line.views, line.section))


def _days(rows: QuerySet[SectionDay], first: date, last: date) -> list[Row]:
    found = {
        row["day"]: (row["views"], row["visits"])
        for row in rows.order_by().values("day").annotate(views=Sum("views"), visits=Sum("visits"))
    }
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [Row(day.isoformat(), *found.get(day, (0, 0))) for day in days]


def _sections(rows: QuerySet[SectionDay], ids: list[int]) -> list[Row]:
    titles = dict(Section.objects.filter(unit__in=ids).order_by("-pk").values_list("slug", "title"))
    sums = rows.order_by().values("section").annotate(views=Sum("views"), visits=Sum("visits"))
    found = [
        Row(titles.get(row["section"], row["section"]), row["views"], row["visits"], f"/{row['section']}/")
        for row in sums.filter(views__gt=0)
    ]
    return sorted(found, key=lambda row: -row.views)


def _pages(ids: list[int], first: date, last: date) -> list[Row]:
    rows = PageDay.objects.filter(unit__in=ids, day__gte=first, day__lte=last).order_by()
    sums = rows.values("path", "unit").annotate(views=Sum("views"), visits=Sum("visits"))
    top = sums.order_by("-views", "path")[:MOST_PAGES]
    return [Row(row["path"], row["views"], row["visits"], row["path"], row["unit"]) for row in top]


def _units(rows: QuerySet[SectionDay], units: Collection[Unit]) -> list[Row]:
    found = {
        row["unit"]: (row["views"], row["visits"])
        for row in rows.order_by().values("unit").annotate(views=Sum("views"), visits=Sum("visits"))
    }
    made = [Row(unit.title, *found.get(unit.pk, (0, 0)), unit_id=unit.pk) for unit in units]
    return sorted(made, key=lambda row: -row.views)
