"""On which sites a unit's rows are seen."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from conglang.base.units.models import Site, Succession
from conglang.tools.pagestore.files import PageFiles
from conglang.tools.pagestore.models import Touch, UrgentNotice

MOST_NOTES = 5000  # of one round


def page_files() -> PageFiles:
    """The tree of stored pages of this installation."""
    return _files_below(Path(settings.PAGES_ROOT))


@lru_cache(maxsize=8)
def _files_below(root: Path) -> PageFiles:
    return PageFiles(root)


def hosts_showing(unit_ids: Collection[int]) -> set[str]:
    """Hosts of the sites whose visitors may see rows of these units; the public scope, read backwards.

    A site shows its own unit, the units above it, and those that it succeeded over any number of steps.
    """
    units = set(unit_ids)
    successors, young = set(units), units
    while young:
        newer = set(Succession.objects.filter(old__in=young).values_list("new", flat=True))
        young = newer - successors
        successors |= young
    return {
        host
        for host, unit, lineage in _sites()
        if unit in successors or not units.isdisjoint(int(pk) for pk in lineage.strip("/").split("/") if pk)
    }


def hosts_below(unit_id: int) -> set[str]:
    """Hosts of the unit's own site and of all sites below it."""
    return {host for host, unit, lineage in _sites() if unit == unit_id or f"/{unit_id}/" in lineage}


def _sites() -> Iterable[tuple[str, int, str]]:
    return Site.objects.values_list("host", "unit_id", "unit__lineage")


def hosts_without_site(hosts: Collection[str]) -> set[str]:
    """Those of the hosts at which no site answers."""
    return set(hosts) - set(Site.objects.filter(host__in=hosts).values_list("host", flat=True))


def touches() -> list[Touch]:
    """Committed changes that the stored pages may not know of."""
    # plain SQL, because every commit of every writer asks this
    query = f"SELECT * FROM {Touch._meta.db_table} ORDER BY id LIMIT {MOST_NOTES}"  # noqa: S608
    return list(Touch.objects.raw(query))


def shown_notices(now: datetime) -> QuerySet[UrgentNotice]:
    """Notices that stand on pages, the loudest and newest first."""
    rows: QuerySet[UrgentNotice] = UrgentNotice.objects.filter(
        confirmed_at__isnull=False, ended_at=None, until__gt=now
    )
    return rows.order_by("level", "-confirmed_at")
