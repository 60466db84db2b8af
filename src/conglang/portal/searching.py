"""The search page of a site and its suggestions. Neither is stored, and nothing of them is kept."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.queries import descendants
from conglang.kernel.clock import local_day, now
from conglang.portal.forms import FilterForm
from conglang.portal.framing import unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.context import page_context
from conglang.tools.pages.models import SectionKind
from conglang.tools.search.queries import Found, find, suggest
from conglang.tools.search.question import MOST_LETTERS_TYPED
from conglang.tools.search.reach import hosts_of

PER_PAGE = 12
LARGEST_PAGE = 100  # far beyond the last one; a longer number is none


@visitors
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What the site has for the words that were typed; works without JavaScript."""
    unit = unit_of(request)
    query = request.GET.get("q", "")[:MOST_LETTERS_TYPED].replace("\x00", "").strip()
    context = page_context(request)
    sections = [
        (section.key, section.title)
        for section in context["frame"].sections.values()
        if section.kind != SectionKind.GROUP
    ]
    form = FilterForm(request.GET, sections=sections, units=_communes(unit))
    found, page = _found(request, unit, query, form)
    context |= {
        "query": query,
        "search_query": query,
        "form": form,
        "found": found,
        "page": page,
        "results": _with_addresses(request, unit, found),
    }
    return render(request, "portal/search.html", context)


@visitors
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Titles for what somebody has begun to type, each with its address."""
    unit = unit_of(request)
    found = suggest(unit=unit, beginning=request.GET.get("q", "")[:MOST_LETTERS_TYPED], now=now())
    places = Places(request, unit, {each.unit_id for each in found})
    rows = [{"title": each.title, "url": places.address(each.unit_id, each.path)} for each in found]
    return JsonResponse({"suggestions": rows})


def _found(request: HttpRequest, unit: Unit, query: str, form: FilterForm) -> tuple[Found, Page[Any]]:
    asked = request.GET.get("page", "1")
    number = min(int(asked), LARGEST_PAGE) if asked.isdecimal() and len(asked) < 4 else 1

    def results(first: int) -> Found:
        return find(
            unit=unit,
            query=query,
            now=now(),
            filters=form.filters,
            first=first,
            number=PER_PAGE,
            as_typed=bool(request.GET.get("nguyen_van")),
            once=not request.GET.get("tung_lan"),
        )

    found = results(PER_PAGE * (max(number, 1) - 1))
    page: Page[Any] = Paginator(range(found.total), PER_PAGE).get_page(number)
    if page.number != number:  # beyond the last one: show the last one
        found = results(PER_PAGE * (page.number - 1))
    return found, page


class Places:
    """Where items of other units are read: on their own sites."""

    def __init__(self, request: HttpRequest, unit: Unit, unit_ids: set[int]) -> None:
        here = {*own_ids(unit), *unit.ancestor_ids}  # what they share has a page here too
        port = split_domain_port(request.get_host())[1]
        self._hosts = {
            unit_id: f"{request.scheme}://{host}:{port}" if port else f"{request.scheme}://{host}"
            for unit_id, host in hosts_of(unit_ids - here).items()
        }

    def address(self, unit_id: int, path: str) -> str:
        return self._hosts.get(unit_id, "") + path


def _with_addresses(request: HttpRequest, unit: Unit, found: Found) -> list[dict[str, Any]]:
    unit_ids = {result.unit_id for result in found.results}
    places = Places(request, unit, unit_ids)
    elsewhere = unit_ids - {unit.pk, *unit.ancestor_ids}
    others = {row.pk: row.title for row in Unit.objects.filter(pk__in=elsewhere)}
    return [
        {
            "url": places.address(result.unit_id, result.path),
            "title": result.title,
            "snippet": result.snippet,
            "section": result.section,
            "unit": others.get(result.unit_id, ""),
            "day": local_day(result.published_at),
            "language": result.language,
            "others": result.others,
        }
        for result in found.results
    ]


def _communes(unit: Unit) -> Any:
    """The communes of a province to choose from; None for a commune."""
    if unit.level == UnitLevel.COMMUNE:
        return None
    return descendants(unit).filter(level=UnitLevel.COMMUNE, valid_to=None).order_by("name")
