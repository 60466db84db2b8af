"""How often pages were seen: for a unit, and over all units that a person looks after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.ui.csv_files import csv_file
from conglang.base.units.models import Site, Unit
from conglang.insight.statistics.bars import HEIGHT, WIDTH, bars
from conglang.insight.statistics.forms import PeriodForm
from conglang.insight.statistics.permissions import READ
from conglang.insight.statistics.queries import Report, Row, report
from conglang.insight.statistics.rules import KEEP_PAGES, MOST_A_MINUTE, period
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

UNIT_KEY, ALL = "don-vi", "tat-ca"


@dataclass(frozen=True)
class Choice:
    """What is reported on: one unit, or all that the person may read."""

    units: list[Unit]
    title: str
    key: str
    others: list[Unit]
    since: date
    until: date
    form: PeriodForm

    def query(self, key: str) -> str:
        """The address's part for the same days of another choice."""
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return urlencode({UNIT_KEY: key, **days})

    @property
    def same(self) -> str:
        """The address's part for this choice."""
        return self.query(self.key)


@needs(READ)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The figures of the chosen days."""
    choice = _choice(request)
    figures = report(choice.units, choice.since, choice.until)
    hosts: dict[int, str] = dict(Site.objects.filter(unit__in=choice.units).values_list("unit_id", "host"))
    titles = {unit.pk: unit.title for unit in choice.units}
    context = {
        "choice": choice,
        "report": figures,
        "bars": bars(figures.days),
        "width": WIDTH,
        "height": HEIGHT,
        "days": [(date.fromisoformat(row.name), row) for row in figures.days],
        "pages": [(row, hosts.get(row.unit_id, ""), titles.get(row.unit_id, "")) for row in figures.pages],
        "unit_rows": [(row, choice.query(str(row.unit_id))) for row in figures.units],
        "most_a_minute": MOST_A_MINUTE,
        "kept_days": KEEP_PAGES.days,
        "all_key": ALL,
    }
    return render(request, "statistics/visits.html", context)


@needs(READ)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as a file for a spreadsheet."""
    choice = _choice(request)
    name = f"luot-xem-{choice.since:%Y-%m-%d}-{choice.until:%Y-%m-%d}.csv"
    return csv_file(_lines(report(choice.units, choice.since, choice.until)), name)


def _lines(figures: Report) -> Iterable[list[str | int]]:
    yield [_("What"), _("Name"), _("Page views"), _("Visits")]
    parts: list[tuple[str, list[Row]]] = [
        (_("Day"), figures.days),
        (_("Section"), figures.sections),
        (_("Page"), figures.pages),
        (_("Unit"), figures.units),
    ]
    for what, rows in parts:
        for row in rows:
            yield [what, row.name, row.views, row.visits]


def _choice(request: HttpRequest) -> Choice:
    """What the address asks for. Raises NotFound for a unit whose figures the person may not read."""
    by = actor_of(request)
    form = PeriodForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    since, until = period(given.get("since"), given.get("until"), today=local_day(clock_now()))
    form = PeriodForm(initial={"since": since, "until": until})
    units = _units(by)
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id)
    if wanted == ALL and len(units) > 1:
        return Choice(units, _("All units"), ALL, units, since, until, form)
    chosen = next((unit for unit in units if str(unit.pk) == wanted), None)
    if chosen is None and UNIT_KEY not in request.GET and units:
        chosen = units[0]
    if chosen is None:
        raise NotFound
    others = units if len(units) > 1 else []
    return Choice([chosen], chosen.title, str(chosen.pk), others, since, until, form)


def _units(by: Actor) -> list[Unit]:
    """Units with a site whose figures the person may read."""
    ids = [unit_id for unit_id in by.grants if by.may(READ, unit_id)]
    with_site = set(Site.objects.values_list("unit_id", flat=True))
    return list(Unit.objects.filter(pk__in=[pk for pk in ids if pk in with_site or pk == by.unit_id]))
