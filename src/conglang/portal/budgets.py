"""The budget of a commune in public: what of a year is there, and each item with its figures."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import UnitLevel
from conglang.content.budgets import queries
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.showing import shown
from conglang.content.budgets.tables import csv_of
from conglang.content.budgets.wording import STATES, TONES
from conglang.portal.feeds import open_to_all
from conglang.portal.framing import Room, day_of, framed, unit_of
from conglang.portal.queries import in_sections, own_ids
from conglang.tools.pagestore.stored import page_exists, stored

SECTION, ADDRESS = "budget", "/ngan-sach/"
ROOM = Room(gettext_lazy("Public budget"), ADDRESS, SECTION)
PER_PAGE = 20


@visitors
@require_safe
@stored
def budget(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """What of a budget year is public, late or missing; the newest year with something public first."""
    unit, ids = unit_of(request), own_ids(unit_of(request))
    today = day_of(unit)
    known = sorted(set(queries.published(ids).order_by().values_list("year", flat=True)), reverse=True)
    is_commune = unit.level == UnitLevel.COMMUNE
    years = queries.years_of(ids, today) if is_commune else known
    if year is not None and year not in years:
        raise Http404
    chosen = year or next(iter(known), today.year)
    lines = queries.coverage_of(ids, chosen, today, queries.published(ids)) if is_commune else []
    heading = _("Public budget of %(year)s") % {"year": chosen}
    articles = in_sections(ids, [SECTION])
    page = Paginator(articles, PER_PAGE).get_page(request.GET.get("page", "1"))
    if request.GET.get("page") == str(page.number):
        page_exists(request)
    path = ADDRESS if year is None else reverse("portal:budget_year", args=[chosen])
    context = framed(request, ROOM, heading, path) | {
        "unit": unit,
        "year": chosen,
        "years": [each for each in years if each in known or each == today.year],
        "rows": [{"line": line, "state": STATES[line.state], "tone": TONES[line.state]} for line in lines],
        "page": page,
        "articles": list(page),
    }
    return render(request, "portal/budgets/year.html", context)


@visitors
@require_safe
@stored
def item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One item: its files, its figures as bars and tables, its explanation."""
    found = _item(request, uid)
    data_url = reverse("portal:budget_table", args=[uid]) if found.tables else ""
    filling = shown(found) | {"item": found, "data_url": data_url}
    context = framed(request, ROOM, str(found), found.get_absolute_url())
    context |= {"item": found, "shown": render_to_string("budgets/item.html", filling, request)}
    return render(request, "portal/budgets/item.html", context)


@visitors
@require_safe
def table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The figures of an item for programs."""
    found = _item(request, uid)
    if not found.tables:
        raise Http404
    # spreadsheets take the text for another encoding without the mark
    answer = HttpResponse("\ufeff" + csv_of(found.sheets), content_type="text/csv; charset=utf-8")
    name = f"ngan-sach-{found.year}-{found.key.replace('_', '-')}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(answer)


def _item(request: HttpRequest, uid: UUID) -> BudgetItem:
    rows = BudgetItem.objects.filter(unit__in=own_ids(unit_of(request)), live=True, uid=uid)
    found: BudgetItem | None = rows.select_related("unit", "event", "signed_file", "sheet_file").first()
    if found is None:
        raise Http404
    return found
