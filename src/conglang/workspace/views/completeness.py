"""The parent's report: what is empty or old on the sites of its communes."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.ledger.audit import record
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.workspace.completeness import READ, Cell, State, by_unit, csv_rows, overseen, report, words

PER_PAGE = 50
KEYS = ("don-vi", "muc", "tinh-trang")


@needs(READ)
@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """One line a site; with a site or a section chosen, one line a section."""
    by, now = actor_of(request), clock_now()
    chosen, cells = _chosen(request), _cells(request)
    is_detailed = any(chosen.values())
    rows: list[Any] = [(cell, words(cell.state)) for cell in cells] if is_detailed else by_unit(cells)
    sections = {cell.key: cell.title for cell in (report(by, now) if is_detailed else cells)}
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_detailed": is_detailed,
        "chosen_unit": chosen["don-vi"],
        "chosen_section": chosen["muc"],
        "chosen_state": chosen["tinh-trang"],
        "units": overseen(by, local_day(now)),
        "sections": sorted(sections.items(), key=lambda pair: pair[1]),
        "states": [(state.value, words(state)) for state in State],
        "export_url": f"{reverse('workspace:export_completeness')}?{urlencode(chosen)}",
        "empty": sum(cell.state is State.EMPTY for cell in cells),
        "old": sum(cell.state is State.OLD for cell in cells),
    }
    return render(request, "workspace/completeness.html", context)


class _Line:
    """What csv.writer needs of a file: the line comes back instead of being kept."""

    def write(self, line: str) -> str:
        return line


@needs(READ)
@require_safe
def export_completeness(request: HttpRequest) -> StreamingHttpResponse:
    """The chosen lines as a file for a spreadsheet; who took it is on record."""
    by, now = actor_of(request), clock_now()
    cells = _cells(request)
    record("workspace.report_exported", None, by=by, now=now, unit_id=by.unit_id, report="completeness")
    writer = csv.writer(_Line())

    def lines() -> Iterator[Any]:
        yield "\ufeff"  # tells Excel that the text is Unicode
        for row in csv_rows(cells):
            yield writer.writerow(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tinh-trang-trang-{local_day(now):%Y-%m-%d}.csv"'
    return response


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "")[:80].replace("\x00", "") for key in KEYS}


def _cells(request: HttpRequest) -> list[Cell]:
    chosen = _chosen(request)
    return report(
        actor_of(request),
        clock_now(),
        unit=chosen["don-vi"],
        section=chosen["muc"],
        state=chosen["tinh-trang"],
    )
