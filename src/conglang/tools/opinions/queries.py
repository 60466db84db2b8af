"""Reads for the desk: how pages are judged, what readers wrote, what is wrong."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, QuerySet, Sum

from conglang.tools.opinions.models import PageOpinion, PageRemark, PageReport


@dataclass(frozen=True, slots=True)
class Tally:
    """The opinions of a page over some days, under its newest title."""

    path: str
    title: str
    yes: int
    partly: int
    no: int

    @property
    def total(self) -> int:
        """How many readers answered."""
        return self.yes + self.partly + self.no

    @property
    def useful_percent(self) -> int:
        """Share of readers whom the page helped fully, rounded."""
        return round(100 * self.yes / self.total) if self.total else 0


def tallies(unit_id: int, since: date, until: date) -> list[Tally]:
    """One line a page, the most answered first; two queries."""
    rows = PageOpinion.objects.filter(unit=unit_id, day__range=(since, until))
    sums = rows.values("page_uid").annotate(
        newest=Max("pk"), yes=Sum("yes"), partly=Sum("partly"), no=Sum("no")
    )
    found = list(sums.order_by())
    names: dict[UUID, PageOpinion] = {
        row.page_uid: row for row in PageOpinion.objects.filter(pk__in=[each["newest"] for each in found])
    }
    lines = [
        Tally(
            names[each["page_uid"]].path,
            names[each["page_uid"]].title,
            each["yes"],
            each["partly"],
            each["no"],
        )
        for each in found
    ]
    return sorted(lines, key=lambda line: (-line.total, line.title))


def remarks(unit_id: int, since: date, until: date) -> QuerySet[PageRemark]:
    """What readers wrote, the newest first."""
    rows: QuerySet[PageRemark] = PageRemark.objects.filter(unit=unit_id, day__range=(since, until))
    return rows


def reports(unit_id: int) -> QuerySet[PageReport]:
    """Reports about the unit's pages, the newest first."""
    rows: QuerySet[PageReport] = PageReport.objects.filter(unit=unit_id).select_related("handled_by")
    return rows


def waiting_reports(unit_id: int) -> QuerySet[PageReport]:
    """Reports that nobody has handled, the oldest first."""
    return reports(unit_id).filter(handled_at=None).order_by("pk")
