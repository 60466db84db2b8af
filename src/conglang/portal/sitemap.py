"""What finders of pages read: the site map in parts, robots.txt, the description of the site's search."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.directory.models import ENTRIES, Business
from conglang.content.documents.models import OfficialDocument
from conglang.content.newsroom.models import Article
from conglang.portal import disclosure, questions, themes
from conglang.portal.feeds import base_of
from conglang.portal.framing import unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pagestore.stored import stored

PART = 5_000  # addresses in one file
FIXED = (
    "/",
    "/lich/",
    "/chu-de/",
    "/so-do-trang/",
    "/tuyen-bo-tiep-can/",
    "/ban-quyen/",
    "/du-lieu-mo/",
    "/luot-truy-cap/",
    "/binh-chon/",
    "/dong-gop/",
)
XML = "application/xml; charset=utf-8"
Address = tuple[str, datetime | None]


@visitors
@require_safe
@stored
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """The parts of the site map."""
    unit = unit_of(request)
    numbers = range(_parts(_items(unit)) + _parts(_documents(unit)) + 1)  # the first one has the sections
    context = {"base": base_of(request), "numbers": numbers}
    return render(request, "portal/sitemap_index.xml", context, content_type=XML)


@visitors
@require_safe
@stored
@conditional_page
def part(request: HttpRequest, number: int) -> HttpResponse:
    """One part: the fixed pages and sections, or up to PART items, then documents, the oldest first."""
    unit = unit_of(request)
    addresses = list(_sections(unit) if number == 0 else _part_of_items(unit, number))
    if not addresses:
        raise Http404
    context = {"base": base_of(request), "addresses": addresses}
    return render(request, "portal/sitemap.xml", context, content_type=XML)


@visitors
@require_safe
@stored
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read; nothing of a demonstration, whose people and news are invented."""
    context = {"base": base_of(request), "is_closed": getattr(settings, "DEMO", False)}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")


@visitors
@require_safe
@stored
@conditional_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """The site's search for browsers that offer it in their address line."""
    context = {"base": base_of(request), "unit": unit_of(request)}
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "portal/opensearch.xml", context, content_type=kind)


def _sections(unit: Unit) -> Iterator[Address]:
    yield from ((path, None) for path in FIXED)
    for section in Section.objects.filter(unit=unit, is_hidden=False):
        yield section.get_absolute_url(), None
    if _documents(unit).exists():
        yield "/van-ban/", None
    yield from _directory(unit)
    yield from ((path, None) for path in disclosure.addresses(unit))
    yield from questions.addresses(unit)
    yield from ((row.theme.get_absolute_url(), row.newest) for row in themes.themes_with_items(unit))


def _directory(unit: Unit) -> Iterator[Address]:
    """The directory's lists that show something, and every entry."""
    entries = [row for model in ENTRIES for row in _entries(unit, model)]
    if any(not isinstance(row, Business) for row in entries):
        yield "/danh-ba/", None
    if any(isinstance(row, Business) for row in entries):
        yield "/doanh-nghiep/", None
    for row in entries:
        yield row.get_absolute_url(), row.last_published_at


def _entries(unit: Unit, model: Any) -> Any:
    rows = model.objects.filter(unit_id__in=own_ids(unit)).order_by("pk")
    return rows.only("unit", "last_published_at", *({model.page_of} - {"pk"}))


def _items(unit: Unit) -> QuerySet[Article]:
    """Items with an address of their own; a standing page stands at its section's."""
    rows: QuerySet[Article] = Article.objects.filter(unit_id__in=own_ids(unit))
    return rows.exclude(section__kind=SectionKind.PAGE).order_by("pk")


def _documents(unit: Unit) -> QuerySet[OfficialDocument]:
    rows: QuerySet[OfficialDocument] = OfficialDocument.objects.filter(unit_id__in=own_ids(unit))
    return rows.order_by("pk")


def _parts(rows: QuerySet[Any]) -> int:
    return -(-rows.count() // PART)


def _part_of_items(unit: Unit, number: int) -> Iterator[Address]:
    items = _items(unit)
    if number <= (before := _parts(items)):
        rows = items.values_list("section__slug", "slug", "last_published_at")
        for section_slug, slug, changed_at in rows[PART * (number - 1) : PART * number]:
            yield f"/{section_slug}/{slug}/", changed_at
        return
    first = PART * (number - before - 1)
    for row in _documents(unit).only("uid", "unit", "last_published_at")[first : first + PART]:
        yield row.get_absolute_url(), row.last_published_at
