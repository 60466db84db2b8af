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
from conglang.content.planning.permissions import READ
from conglang.content.planning.queries import Period, published
from conglang.content.planning.views.framing import MOST_KEY, Here, frame, here, whole

PER_PAGE = 50


@needs(READ)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """What was published in a period, of a kind (`loai`), under a theme (`theme`; 0 for none)."""
    place = here(request)
    period = _period(request, place)
    rows = published([place.unit.pk], period).select_related("theme", "section", "department").defer("body")
    kind, theme_id = request.GET.get("loai", ""), whole(request.GET.get("theme", ""), 0, MOST_KEY)
    if kind in ArticleKind.values:
        rows = rows.filter(kind=kind)
    if theme_id is not None:
        rows = rows.filter(theme=theme_id or None)
    page = Paginator(rows.order_by("-first_published_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    titles = {
        "kind": ArticleKind(kind).label if kind in ArticleKind.values else "",
        "theme": _("without a theme")
        if theme_id == 0
        else Theme.objects.filter(pk=theme_id or 0).first() or "",
    }
    context: dict[str, Any] = frame(place, "items") | {
        "page": page,
        "period": period,
        "of": ", ".join(str(title) for title in titles.values() if title),
        "columns": [{"label": label, "number": False} for label in _heads()],
        "rows": [_row(row) for row in page],
    }
    return render(request, "planning/items.html", context)


def _heads() -> tuple[str, ...]:
    return _("Title"), _("First published"), _("Kind of item"), _("Theme"), _("Author")


def _row(row: Article) -> list[Any]:
    link = format_html('<a href="{}">{}</a>', reverse("workspace:item", args=[row.pk]), row.title)
    return [link, vn_date(row.first_published_at), row.get_kind_display(), row.theme or "–", row.author_name]


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
