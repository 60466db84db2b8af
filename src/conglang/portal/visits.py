"""How often the pages of the site are read, for everybody: counted without cookies and without persons.

The figures change all day long, so these pages are not stored.
"""

from collections import Counter
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.ui.csv_files import csv_file
from conglang.insight.statistics.queries import monthly, totals
from conglang.insight.statistics.rules import MOST_A_MINUTE
from conglang.kernel.clock import local_day, now
from conglang.portal.about import about_page
from conglang.portal.feeds import open_to_all
from conglang.portal.framing import unit_of

MONTHS = 12


@visitors
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Today, this month, in all; by month, and by section."""
    unit = unit_of(request)
    lines = monthly(unit.pk)
    months = sorted({line.month for line in lines}, reverse=True)[:MONTHS]
    sections, by_month = Counter[str](), Counter[date]()
    for line in lines:
        if line.month in months:
            by_month[line.month] += line.views
            sections[line.section] += line.views
    context = about_page(request, _("Page views")) | {
        "totals": totals(unit.pk, local_day(now())),
        "months": [(month, by_month[month]) for month in months],
        "sections": sections.most_common(),
        "most_a_minute": MOST_A_MINUTE,
    }
    return render(request, "portal/visits.html", context)


@visitors
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Every month with every section, as a table."""
    lines = monthly(unit_of(request).pk)
    rows = [(f"{line.month:%Y-%m}", line.section, line.views, line.visits) for line in lines]
    heads = (_("Month"), _("Section of the site"), _("Page views"), _("Visits"))
    return open_to_all(csv_file([heads, *rows], "luot-truy-cap.csv"))
