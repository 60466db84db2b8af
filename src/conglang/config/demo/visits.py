"""Invented page views of the last weeks, counted as real ones are: from a log."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from conglang.base.units.models import Site
from conglang.content.newsroom.models import Article
from conglang.insight.statistics.lines import line_of
from conglang.insight.statistics.rules import View
from conglang.insight.statistics.services.read_log import read_log
from conglang.kernel.clock import local_day
from conglang.tools.pages.models import Section

DAYS = 28
FRONT_PAGE = 90  # views on a working day; pages further down the list have fewer


def have_visitors(now: datetime) -> None:
    """Fill the figures of all open sites; a weekend is quieter than a working day."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "visits.log")
        log.write_text("".join(line_of(view) for view in _views(now)), "utf-8")
        read_log(path=log, now=now)


def _views(now: datetime) -> Iterator[View]:
    chance = Random("visitors")  # noqa: S311 - invented figures, the same in every demonstration
    for site in Site.objects.select_related("unit").order_by("host"):
        paths = ["/", *_paths(site.unit_id)]
        for ago in range(DAYS, 0, -1):
            moment = now - timedelta(days=ago)
            quiet = 0.4 if local_day(moment).weekday() >= 5 else 1
            minute = int(moment.timestamp()) // 60
            for rank, path in enumerate(paths, 1):
                count = int(quiet * FRONT_PAGE / rank * chance.uniform(0.6, 1.4))
                inside = count * chance.randint(2, 6) // 10 if rank > 1 else 0
                yield from _seen(minute, site.host, path, count - inside, is_inside=False)
                yield from _seen(minute, site.host, path, inside, is_inside=True)
            robots = chance.randint(5, 40)
            yield View(minute, site.host, "/", "", is_robot=True, is_inside=False, count=robots)


def _seen(minute: int, host: str, path: str, count: int, *, is_inside: bool) -> Iterator[View]:
    if count:
        yield View(minute, host, path, "", is_robot=False, is_inside=is_inside, count=count)


def _paths(unit_id: int) -> list[str]:
    sections = Section.objects.filter(unit=unit_id, is_hidden=False, in_menu=True)
    items = Article.objects.filter(unit=unit_id, live=True).select_related("section").order_by("-pk")[:12]
    return [row.get_absolute_url() for row in (*items, *sections)]
