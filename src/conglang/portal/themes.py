"""Themes and series of a unit: which there are, and what was published under each."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.newsroom.themes import Theme, ThemeGroup
from conglang.portal.framing import unit_of
from conglang.portal.queries import articles, own_ids
from conglang.tools.pages.context import page_context
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pagestore.stored import page_exists, stored

ADDRESS = "/chu-de/"
PER_PAGE = 12


@dataclass(frozen=True)
class Standing:
    """A theme with how many items are public under it, and when the newest became so."""

    theme: Theme
    number: int
    newest: datetime


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """Every theme under which something is public, by group."""
    found = themes_with_items(unit_of(request))
    title = _("Themes and series")
    context = page_context(request) | {
        "title": title,
        "groups": [
            (group.label, rows)
            for group in ThemeGroup
            if (rows := [row for row in found if row.theme.group == group])
        ],
        "crumbs": [{"label": _("Home"), "url": "/"}, {"label": title}],
        "facts": PageFacts(title=title, path=ADDRESS),
    }
    return render(request, "portal/themes.html", context)


@visitors
@require_safe
@stored
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What was published under one theme, the newest first, with its begin and end."""
    unit = unit_of(request)
    found = next((row.theme for row in themes_with_items(unit) if row.theme.slug == slug), None)
    if found is None:
        raise Http404
    # a commune may have set by itself what its province sets later: readers find all of it in one place
    asked = request.GET.get("page", "1")
    page = Paginator(articles(own_ids(unit)).filter(theme__slug=slug), PER_PAGE).get_page(asked)
    if asked == str(page.number):
        page_exists(request)
    crumbs = [{"label": _("Home"), "url": "/"}, {"label": _("Themes and series"), "url": ADDRESS}]
    context = page_context(request) | {
        "theme": found,
        "page": page,
        "crumbs": [*crumbs, {"label": found.title}],
        "facts": PageFacts(title=found.title, path=found.get_absolute_url()),
    }
    return render(request, "portal/theme.html", context)


def themes_with_items(unit: Unit) -> list[Standing]:
    """Themes of the unit's public items, of each address one."""
    public = articles(own_ids(unit)).order_by()
    rows: QuerySet[Theme] = Theme.objects.filter(pk__in=public.values("theme"), confirmed_at__isnull=False)
    said = public.values("theme__slug").annotate(number=Count("pk"), newest=Max("first_published_at"))
    counts = {line["theme__slug"]: line for line in said}
    found = {row.slug: row for row in rows}
    return [Standing(row, counts[slug]["number"], counts[slug]["newest"]) for slug, row in found.items()]
