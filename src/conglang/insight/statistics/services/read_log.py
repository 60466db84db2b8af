"""Take page views from a log into the figures: each line once, whoever dies on the way."""

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path

from django.db import connection, models, transaction

from conglang.base.units.models import Site
from conglang.insight.statistics.lines import view_of
from conglang.insight.statistics.models import LogPosition, PageDay, SectionDay
from conglang.insight.statistics.rules import MOST_A_MINUTE, View, section_of
from conglang.kernel.clock import local_day

WRITERS = timedelta(seconds=30)  # a minute is whole when every writer has had time for it
BATCH_BYTES = 32 * 1024 * 1024


@dataclass
class Figures:
    """Sums of one batch, by day in Vietnam."""

    pages: Counter[tuple[int, date, str]] = field(default_factory=Counter)
    page_visits: Counter[tuple[int, date, str]] = field(default_factory=Counter)
    robots: Counter[tuple[int, date, str]] = field(default_factory=Counter)


def read_log(*, path: Path, now: datetime) -> int:
    """Count what was appended since the last reading; returns how many page views were taken in.

    Lines of the running minute and a line that is not whole yet wait. A log that was renamed or compressed
    goes on where it was; the same file read twice counts once.
    """
    taken = 0
    while True:
        count, is_more = _read_some(path, now)
        taken += count
        if not is_more:
            return taken


def _read_some(path: Path, now: datetime) -> tuple[int, bool]:
    """One batch; page views taken, and whether more may follow."""
    with _open(path) as log:
        first = log.readline()
        if not first.endswith(b"\n"):
            return 0, False
        head = blake2b(first, digest_size=16).hexdigest()
        known = LogPosition.objects.filter(head=head).first()
        begin = known.offset if known else 0
        log.seek(begin)
        views: list[View] = []
        end = begin
        for line in _whole_minutes(log, now):
            end += len(line)
            if (view := view_of(line)) is not None:
                views.append(view)
            if end - begin >= BATCH_BYTES:
                break
    if end == begin:
        return 0, False
    figures = summed(views, dict(Site.objects.values_list("host", "unit_id")))
    with transaction.atomic():
        row, _new = LogPosition.objects.select_for_update().get_or_create(
            head=head, defaults={"read_at": now}
        )
        if row.offset != begin:
            return 0, True  # another reader was here meanwhile
        _add(figures)
        row.offset, row.read_at = end, now
        row.save(update_fields=["offset", "read_at"])
    return sum(figures.pages.values()), end - begin >= BATCH_BYTES


def _open(path: Path) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _whole_minutes(log: Iterable[bytes], now: datetime) -> Iterator[bytes]:
    """Lines up to the first one that is cut off, or of a minute that may still grow."""
    closed = int((now - WRITERS).timestamp()) // 60
    for line in log:
        if not line.endswith(b"\n"):
            return
        view = view_of(line)
        if view is not None and view.minute >= closed:
            return
        yield line


def summed(views: Iterable[View], units: dict[str, int]) -> Figures:
    """The figures of these views, of sites of ours, without programs.

    A program is who says so, and a network that asks for more pages in a minute than people do.
    """
    views = list(views)
    busy: Counter[tuple[int, str]] = Counter()
    for view in views:
        busy[view.minute, view.network] += view.count
    figures = Figures()
    for view in views:
        unit = units.get(view.host)
        if unit is None:
            continue
        day = local_day(datetime.fromtimestamp(view.minute * 60, UTC))
        if view.is_robot or (view.network and busy[view.minute, view.network] > MOST_A_MINUTE):
            figures.robots[unit, day, section_of(view.path)] += view.count
            continue
        figures.pages[unit, day, view.path] += view.count
        if not view.is_inside:
            figures.page_visits[unit, day, view.path] += view.count
    return figures


def _add(figures: Figures) -> None:
    sections: dict[tuple[int, date, str], list[int]] = {}
    pages = []
    for key, views in sorted(figures.pages.items()):
        unit, day, path = key
        visits = figures.page_visits[key]
        pages.append((unit, day, path, section_of(path), views, visits))
        sums = sections.setdefault((unit, day, section_of(path)), [0, 0, 0])
        sums[0] += views
        sums[1] += visits
    for key, robots in figures.robots.items():
        sections.setdefault(key, [0, 0, 0])[2] += robots
    _upsert(PageDay, ("unit_id", "day", "path", "section", "views", "visits"), pages, once=3)
    rows = [(*key, views, visits, robots) for key, (views, visits, robots) in sorted(sections.items())]
    _upsert(SectionDay, ("unit_id", "day", "section", "views", "visits", "robots"), rows, once=3)


def _upsert(
    model: type[models.Model],
    columns: tuple[str, ...],
    rows: Sequence[tuple[int | date | str, ...]],
    *,
    once: int,
) -> None:
    """Insert the rows, or add their figures to the rows that are there."""
    if not rows:
        return
    table = model._meta.db_table
    figures = [name for name in columns[once:] if name != "section"]
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in figures)
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608 - our own names
        f"ON CONFLICT ({', '.join(columns[:once])}) DO UPDATE SET {added}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
