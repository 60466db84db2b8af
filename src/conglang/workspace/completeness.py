"""What stands in the sections of all sites, and how old it is: for the parent, who answers for them (P3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ui.csv_files import inert
from conglang.base.units.models import Unit
from conglang.base.units.queries import units_in_force
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import local_day
from conglang.tools.pages.layout import Row
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pages.queries import template_for
from conglang.tools.search.models import SearchEntry
from conglang.workspace.rooms import Key, shown_by_rooms

READ = "pages.read_report"


class State(StrEnum):
    """How a section of a site stands."""

    EMPTY = "empty"
    OLD = "old"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Cell:
    """A section of a site: how many public items, and the day of the newest."""

    unit: Unit
    key: str
    title: str
    days: int
    items: int
    newest: date | None
    today: date

    @property
    def age_days(self) -> int | None:
        """Days since the newest item; None without one."""
        return (self.today - self.newest).days if self.newest else None

    @property
    def state(self) -> State:
        """Empty, older than the template expects, or as it should be."""
        if not self.items:
            return State.EMPTY
        return State.OLD if self.days and (self.age_days or 0) > self.days else State.GOOD


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A site with the numbers of its sections by state."""

    unit: Unit
    sections: int
    empty: int
    old: int


def report(by: Actor, now: datetime, *, unit: str = "", section: str = "", state: str = "") -> list[Cell]:
    """The sections of all sites that the person oversees; ten queries, however many sites there are.

    What is counted is what the search knows: the public items of every room. A section without any counts
    what a room shows there instead. A section grows young again when an article in it is published anew.
    """
    today = local_day(now)
    units = {row.pk: row for row in overseen(by, today) if unit in {"", str(row.pk)}}
    expected = _expected(units.values())
    items, newest = _items(units)
    for place, (number, day) in shown_by_rooms(units).items():
        if place not in items:
            items[place] = number
            if day:
                newest[place] = day
    rows = Section.objects.filter(unit__in=units, is_hidden=False).exclude(kind=SectionKind.GROUP)
    if section:
        rows = rows.filter(key=section)
    cells = [
        Cell(
            units[unit_id],
            key,
            title,
            expected.get((unit_id, key), 0),
            items.get((unit_id, key), 0),
            newest.get((unit_id, key)),
            today,
        )
        for unit_id, key, title in rows.order_by("unit__code", "order", "pk").values_list(
            "unit_id", "key", "title"
        )
    ]
    return [cell for cell in cells if state in {"", cell.state}]


def overseen(by: Actor, today: date) -> list[Unit]:
    """The units below a province whose sites the person oversees."""
    ids = [unit_id for unit_id in by.grants if by.may(READ, unit_id)]
    rows = units_in_force(today).filter(pk__in=ids).exclude(parent=None)
    return list(rows.order_by("code"))


def by_unit(cells: Iterable[Cell]) -> list[UnitRow]:
    """One line a site, those with most to do first."""
    groups: dict[int, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.unit.pk, []).append(cell)
    rows = [
        UnitRow(
            group[0].unit,
            len(group),
            sum(cell.state is State.EMPTY for cell in group),
            sum(cell.state is State.OLD for cell in group),
        )
        for group in groups.values()
    ]
    return sorted(rows, key=lambda row: (-row.empty - row.old, row.unit.code))


def words(state: State) -> str:
    """The state in people's words."""
    return {State.EMPTY: _("empty"), State.OLD: _("out of date"), State.GOOD: _("as expected")}[state]


def csv_rows(cells: Iterable[Cell]) -> Iterator[list[str]]:
    """The report for a spreadsheet, with its heading."""
    yield [
        _("Code"),
        _("Unit"),
        _("Section of the site"),
        _("Public items"),
        _("Newest item"),
        _("Age in days"),
        _("Expected within days"),
        _("State"),
    ]
    for cell in cells:
        yield [
            cell.unit.code,
            cell.unit.title,
            str(inert(cell.title)),
            str(cell.items),
            f"{cell.newest:%d/%m/%Y}" if cell.newest else "",
            "" if cell.age_days is None else str(cell.age_days),
            str(cell.days or ""),
            words(cell.state),
        ]


def _expected(units: Iterable[Unit]) -> dict[Key, int]:
    """The freshness that the template of each unit's province asks for."""
    templates: dict[int, Mapping[str, Row]] = {}
    found: dict[Key, int] = {}
    for unit in units:
        root = unit.ancestor_ids[-1] if unit.ancestor_ids else unit.pk
        if root not in templates:
            templates[root] = {row.key: row for row in template_for(unit).sections}
        found |= {(unit.pk, key): row.days for key, row in templates[root].items()}
    return found


def _items(units: Iterable[int]) -> tuple[dict[Key, int], dict[Key, date]]:
    ids = list(units)
    items: dict[Key, int] = {}
    newest: dict[Key, date] = {}
    entries = SearchEntry.objects.filter(unit__in=ids).order_by()
    counted = entries.values_list("unit_id", "section_key").annotate(
        number=Count("pk"), last=Max("published_on")
    )
    for unit_id, key, number, last in counted:
        items[unit_id, key], newest[unit_id, key] = number, last
    articles = Article.objects.filter(unit__in=ids, live=True).order_by()
    for unit_id, key, at in articles.values_list("unit_id", "section__key").annotate(
        at=Max("last_published_at")
    ):
        day = local_day(at)
        if (unit_id, key) in items and day > newest[unit_id, key]:
            newest[unit_id, key] = day
    return items, newest
