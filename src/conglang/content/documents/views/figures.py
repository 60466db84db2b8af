"""How many documents were public in time, by unit and by clerk, as a page and as a table."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.duties.models import Duty
from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Unit
from conglang.content.documents.clock import publication_duties_of
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.permissions import FIGURES
from conglang.content.documents.queries import day_is_open, undecided
from conglang.content.documents.timeliness import Case, Figures, figures, grouped
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

AS_TABLE = "csv"


class PeriodForm(forms.Form):
    """Days of issue."""

    tu = forms.DateField(
        label=gettext_lazy("Issued from"),
        required=False,
        widget=DayInput(),
    )
    den = forms.DateField(
        label=gettext_lazy("Issued until"),
        required=False,
        widget=DayInput(),
    )


@needs(FIGURES)
@require_safe
def in_time(request: HttpRequest) -> HttpResponse:
    """Figures of the documents issued in a period: this year unless told otherwise."""
    by, today = actor_of(request), local_day(clock_now())
    form = PeriodForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    since, until = given.get("tu") or today.replace(month=1, day=1), given.get("den") or today
    units = _units(by)
    asked = request.GET.get("don-vi", "")
    chosen = [pk for pk in units if not asked or str(pk) == asked] or list(units)
    cases = [_case(duty, units) for duty in publication_duties_of(chosen, since, until)]
    by_unit = grouped(cases, lambda each: (each.unit_id, each.unit), today)
    by_clerk = grouped(cases, lambda each: (each.unit, each.person), today)
    if request.GET.get("dang") == AS_TABLE:
        return _table(by_unit, by_clerk)
    days = {"tu": since.isoformat(), "den": until.isoformat()}
    context = {
        "form": PeriodForm(initial={"tu": since, "den": until}),
        "since": since,
        "until": until,
        "all": figures(cases, today),
        "by_unit": [(unit[1], urlencode(days | {"don-vi": unit[0]}), row) for unit, row in by_unit],
        "by_clerk": [(unit, clerk, row) for (unit, clerk), row in by_clerk],
        "undecided": undecided(chosen),
        "day_open": day_is_open(OfficialDocument.objects.filter(unit__in=chosen)).count(),
        "units": units.items() if len(units) > 1 else [],
        "unit_key": asked if len(chosen) == 1 else "",
        "table_query": urlencode(days | {"don-vi": asked, "dang": AS_TABLE}),
    }
    return render(request, "documents/in_time.html", context)


def _units(by: Actor) -> dict[int, str]:
    ids = [unit_id for unit_id in by.grants if by.may(FIGURES, unit_id)]
    return {unit.pk: unit.title for unit in Unit.objects.filter(pk__in=ids).order_by("name")}


def _case(duty: Duty, titles: dict[int, str]) -> Case:
    done: date | None = local_day(duty.fulfilled_at) if duty.fulfilled_at else None
    person = duty.person.get_full_name() if duty.person else ""
    is_over = duty.cancelled_at is not None
    return Case(duty.unit_id, titles[duty.unit_id], person, duty.due_on, done, is_cancelled=is_over)


def _table(by_unit: Iterable[Any], by_clerk: Iterable[Any]) -> HttpResponse:
    text = StringIO("\ufeff", newline="")  # tells Excel that the text is Unicode
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerow(
        ["don_vi", "nguoi_nhap", "tong_so", "dung_han", "tre_han", "qua_han_chua_dang", "chua_den_han",
         "khong_phai_dang", "ty_le_dung_han", "so_ngay_tre_trung_binh", "so_ngay_tre_nhieu_nhat"]
    )  # fmt: skip
    for (_key, unit), row in by_unit:
        writer.writerow([_inert(unit), "", *_cells(row)])
    for (unit, clerk), row in by_clerk:
        writer.writerow([_inert(unit), _inert(clerk) or _("Nobody named"), *_cells(row)])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="van-ban-dung-han.csv"'
    return response


def _cells(row: Figures) -> list[Any]:
    share = "" if row.share is None else row.share
    return [row.total, row.in_time, row.late, row.overdue, row.running, row.cancelled, share,
            row.mean_days_late, row.most_days_late]  # fmt: skip


def _inert(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
