"""What readers say of the unit's pages: how useful they find them, in which words, and what is wrong."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.ui.csv_files import csv_file
from conglang.base.units.models import Unit
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.opinions.models import PageReport
from conglang.tools.opinions.permissions import HANDLE, READ
from conglang.tools.opinions.queries import remarks, reports, tallies, waiting_reports
from conglang.tools.opinions.rules import NOTE_LENGTH
from conglang.tools.opinions.services.handle_report import handle_report
from conglang.workspace.reach import reach, site_base, unit_url
from conglang.workspace.views.settings_page import FormPage

PERIODS = (30, 90, 365)  # days back from today
MOST_PAGES = 200
MOST_REMARKS = 100
PER_PAGE = 50


class NoteForm(forms.Form):
    """What was done about a report."""

    note = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("For colleagues. If the reader left an address, answer before you save."),
        widget=forms.Textarea({"rows": 4}),
    )


@needs(READ)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """Counts of each page over some days, the newest words, and reports that wait."""
    where = reach(request, READ)
    days, until = _period(request), local_day(clock_now())
    since = until - timedelta(days=days - 1)
    context = {
        "reach": where,
        "days": days,
        "periods": PERIODS,
        "lines": tallies(where.unit.pk, since, until)[:MOST_PAGES],
        "remarks": list(remarks(where.unit.pk, since, until)[:MOST_REMARKS]),
        "waiting": list(waiting_reports(where.unit.pk)[:PER_PAGE]),
        "may_handle": actor_of(request).may(HANDLE, where.unit.pk),
        "site_base": _base(request, where.unit),
        "reports_url": where.url("workspace:page_reports"),
        "export_url": f"{where.url('workspace:export_opinions')}&ngay={days}",
    }
    return render(request, "workspace/opinions.html", context)


@needs(READ)
@require_safe
def page_reports(request: HttpRequest) -> HttpResponse:
    """All reports, those that were handled too."""
    where = reach(request, READ)
    page = Paginator(reports(where.unit.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "reach": where,
        "page": page,
        "may_handle": actor_of(request).may(HANDLE, where.unit.pk),
        "site_base": _base(request, where.unit),
    }
    return render(request, "workspace/page_reports.html", context)


@needs(HANDLE)
def page_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: read it, then say what was done."""
    by = actor_of(request)
    row: PageReport | None = PageReport.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, HANDLE, row)
    back_url = unit_url("workspace:opinions", row.unit_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        handle_report(report_id=pk, note=form.cleaned_data["note"], by=by, now=clock_now())
        messages.success(request, _("The report is settled. The reader's address was deleted."))
        return redirect(back_url)
    context = {
        "page": FormPage(_("Report about a page"), row.title, _("Settle it"), back_url),
        "row": row,
        "form": form,
        "site_base": _base(request, row.unit),
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/page_report.html", context, status=status)


@needs(READ)
@require_safe
def export_opinions(request: HttpRequest) -> HttpResponse:
    """The counts and words of the period for a spreadsheet; who took them is on record."""
    by, now = actor_of(request), clock_now()
    where = reach(request, READ)
    until = local_day(now)
    since = until - timedelta(days=_period(request) - 1)
    record("opinions.exported", None, by=by, now=now, unit_id=where.unit.pk, since=since, until=until)
    return csv_file(_lines(where.unit.pk, since, until), f"y-kien-{until:%Y-%m-%d}.csv")


def _base(request: HttpRequest, unit: Unit) -> str:
    """The site on which the unit's pages are read: its own, else its parent's."""
    own = site_base(request, unit.pk)
    return own if own or unit.parent_id is None else site_base(request, unit.parent_id)


def _lines(unit_id: int, since: date, until: date) -> Iterator[list[Any]]:
    yield [_("Page"), _("Address"), _("Useful"), _("Partly useful"), _("Not useful")]
    for line in tallies(unit_id, since, until):
        yield [line.title, line.path, line.yes, line.partly, line.no]
    yield []
    yield [_("Day"), _("Page"), _("Useful?"), _("Words of readers")]
    for row in remarks(unit_id, since, until).iterator(chunk_size=500):
        yield [f"{row.day:%d/%m/%Y}", row.title, row.get_answer_display(), row.text]


def _period(request: HttpRequest) -> int:
    wanted = request.GET.get("ngay", "")
    return next((days for days in PERIODS if str(days) == wanted), PERIODS[0])
