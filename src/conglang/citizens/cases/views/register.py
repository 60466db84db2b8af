"""The register of requests for information, as the decree wants it kept: on the desk and as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.duties.tables import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from conglang.citizens.cases.catalogue import grounds
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.permissions import READ_ALL
from conglang.citizens.cases.queries import worked_with
from conglang.citizens.cases.rules import Outcome, Process
from conglang.citizens.cases.wording import OUTCOMES, STATES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

STREAM, FILE = "information", "tep"
PER_PAGE, MOST_ROWS = 40, 20_000
NAME = "so-yeu-cau-cung-cap-thong-tin"
WIDTHS = (16, 12, 60, 12, 12, 24, 40, 12)


@needs(READ_ALL)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register by pages; `tep` asks for all of it as xlsx or csv."""
    rows = worked_with(actor_of(request), clock_now()).filter(stream=STREAM).order_by("-received_at")
    form = request.GET.get(FILE, "")
    if form in {"csv", "xlsx"}:
        return _as_file(rows[:MOST_ROWS], form)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/register.html", {"page": page, "rows": [_line(row) for row in page]})


@dataclass(frozen=True)
class Line:
    """A request as the register has it; who asked stands in the vault alone."""

    row: Case
    state: Any
    result: Any
    extended: date | None


def _line(row: Case) -> Line:
    ground = grounds().get(row.refusal)
    granted = row.answer_duty.granted if row.answer_duty else []
    result = ground.name if ground else OUTCOMES[Outcome(row.outcome)] if row.outcome else ""
    return Line(row, STATES[Process(row.process)], result, granted[-1].until if granted else None)


def _as_file(rows: Iterable[Case], form: str) -> HttpResponse:
    lines = _cells(rows)
    if form == "xlsx":
        answer = HttpResponse(xlsx_of(lines, _("Register"), WIDTHS), content_type=XLSX_TYPE)
    else:
        answer = HttpResponse(csv_of(lines), content_type=CSV_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{NAME}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cells(rows: Iterable[Case]) -> Iterator[list[str]]:
    yield [
        _("Code of the case"), _("Received"), _("What it is about"), _("Answer by"), _("extended"),
        _("State"), _("Result of the case"), _("Answered on"),
    ]  # fmt: skip
    for each in map(_line, rows):
        row = each.row
        due = row.answer_duty.due_on if row.answer_duty else None
        days = (
            local_day(row.received_at),
            due,
            each.extended,
            row.answered_at and local_day(row.answered_at),
        )
        received, due_on, extended, answered = (f"{day:%d/%m/%Y}" if day else "" for day in days)
        yield [
            row.printed_code, received, row.subject, due_on, extended, str(each.state), str(each.result),
            answered,
        ]  # fmt: skip
