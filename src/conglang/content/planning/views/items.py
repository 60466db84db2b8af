"""The items behind a figure."""

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import needs
from conglang.base.ui.formats import vn_date
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.themes import Theme
from conglang.content.planning.models import Assignment
from conglang.content.planning.permissions import READ
from conglang.content.planning.queries import Period, outstanding, published, scheduled
from conglang.content.planning.views.framing import COMING, MOST_KEY, Here, frame, here, whole
from conglang.kernel.clock import local_day

PER_PAGE = 50


@needs(READ)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Items of a period, a kind (`loai`) and a theme (`theme`; 0 for none): published, or still to come."""
    place = here(request)
    period, kind = _period(request, place), request.GET.get("loai", "")
    sort: dict[str, Any] = {"kind": kind} if kind in ArticleKind.values else {}
    theme_id = whole(request.GET.get("theme", ""), 0, MOST_KEY)
    if theme_id is not None:
        sort["theme"] = theme_id or None
    coming = request.GET.get("muc") == COMING
    read = _coming if coming else _published
    page = Paginator(read(place, period, sort), PER_PAGE).get_page(request.GET.get("page"))
    titles = [
        ArticleKind(kind).label if "kind" in sort else "",
        _("without a theme") if theme_id == 0 else Theme.objects.filter(pk=theme_id or 0).first() or "",
    ]
    context: dict[str, Any] = frame(place, "items") | {
        "heading": _("Planned items") if coming else _("Published items"),
        "page": page,
        "period": period,
        "of": ", ".join(str(title) for title in titles if title),
        "columns": [{"label": label, "number": False} for label in _heads()],
        "rows": [_row(row) for row in page],
    }
    return render(request, "planning/items.html", context)


def _published(place: Here, period: Period, sort: dict[str, Any]) -> Any:
    rows = published([place.unit.pk], period).filter(**sort).select_related("theme").defer("body")
    return rows.order_by("-first_published_at", "-pk")


def _coming(place: Here, period: Period, sort: dict[str, Any]) -> list[Article | Assignment]:
    """What somebody is asked to write, then approved items that wait and that nobody was asked for."""
    asked = list(outstanding([place.unit.pk], period).filter(**sort))
    known = {row.article_id for row in asked}
    waiting = scheduled([place.unit.pk], period).filter(**sort)
    return [*asked, *(row for row in waiting if row.pk not in known)]


def _heads() -> tuple[str, ...]:
    return _("Title"), _("Day"), _("Kind of item"), _("Theme"), _("Author")


def _row(row: Article | Assignment) -> list[Any]:
    if isinstance(row, Assignment):
        url, on = reverse("planning:assignment", args=[row.pk]), row.duty.due_on if row.duty else None
        author = row.person or row.department
    else:
        url, at = reverse("workspace:item", args=[row.pk]), row.first_published_at or row.go_live_at
        on, author = local_day(at) if at else None, row.author_name
    link = format_html('<a href="{}">{}</a>', url, row.title)
    return [link, vn_date(on) if on else "–", row.get_kind_display(), row.theme or "–", author]


def _period(request: HttpRequest, place: Here) -> Period:
    year = Period.of_year(place.year)
    days = [
        _day(request.GET.get(name, ""), usual) for name, usual in (("tu", year.first), ("den", year.last))
    ]
    return Period(*days)


def _day(text: str, usual: date) -> date:
    try:
        found = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day of an address has no zone
    except ValueError:
        return usual
    return found if 2000 <= found.year <= 2100 else usual
