"""The communes on their parent's portal: a list, and those without a host of their own.

None of these pages is stored: a stored page shows what its site's visitors may read, and the public scope of
a province does not reach down to its communes.
"""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.queries import descendants, public_scope, units_in_force
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import collation_key, fold, slugify
from conglang.portal import disclosure
from conglang.portal.commune_parts import lines_of
from conglang.portal.framing import unit_of, words_beside
from conglang.portal.home import host_of
from conglang.portal.keeping import item_tools
from conglang.portal.queries import articles, in_sections, item_at, own_ids, put_here, standing_item
from conglang.tools.distribution.queries import remark_on
from conglang.tools.pages.context import page_context
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pages.queries import MenuEntry, frame

NEWEST, PER_PAGE = 6, 12
CODE_LENGTH = 5


@visitors
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """All communes of the province by name; a letter narrows the list."""
    rows = below(unit_of(request))
    if not rows:
        raise Http404
    letters = sorted({letter_of(row) for row in rows}, key=collation_key)
    wanted = request.GET.get("chu", "")[:1].upper()
    chosen = wanted if wanted in letters else ""
    context = _framed(request) | {
        "letters": letters,
        "chosen": chosen,
        "communes": [
            {"title": row.title, "url": _address(request, row)}
            for row in rows
            if chosen in {"", letter_of(row)}
        ],
        "crumbs": [{"label": _("Home"), "url": "/"}, {"label": _("Communes and wards")}],
    }
    return render(request, "portal/communes/list.html", context)


@visitors
@require_safe
def commune(request: HttpRequest, commune: str) -> HttpResponse:
    """A commune's sections and newest items on its parent's portal."""
    unit = commune_named(request, commune)
    elsewhere = _own_host(request, unit, "/", commune)
    if elsewhere:
        return elsewhere
    with use_scope(public_scope(unit)):
        around = frame(unit)
        news = articles([unit.pk]).exclude(section__kind=SectionKind.PAGE)[:NEWEST]
        context = _context(request, unit) | {
            "profile": around.profile,
            "menu_of_commune": _menu(around.menu, tab_path(unit)),
            "news": news,
        }
        return render(request, "portal/communes/commune.html", context)


@visitors
@require_safe
def section(request: HttpRequest, commune: str, section_slug: str) -> HttpResponse:
    """What stands in a section of the commune."""
    unit = commune_named(request, commune)
    elsewhere = _own_host(request, unit, f"/{section_slug}/", commune, section_slug)
    if elsewhere:
        return elsewhere
    with use_scope(public_scope(unit)):
        found = Section.objects.filter(unit=unit, slug=section_slug, is_hidden=False).first()
        if found is None:
            raise Http404
        if found.kind == SectionKind.PAGE:
            item = standing_item(unit, found)
            if item is not None:
                return _item(request, unit, item)
        below = list(found.children.filter(is_hidden=False))
        context = _context(request, unit, {"label": found.title}) | {
            "section": found,
            "subsections": [
                {"title": each.title, "url": tab_path(unit) + each.get_absolute_url()} for each in below
            ],
            "page": Paginator(_listed(unit, found, below), PER_PAGE).get_page(request.GET.get("page")),
        }
        lines = lines_of(unit, found.key)
        context["lines"] = Paginator(lines, PER_PAGE * 2).get_page(request.GET.get("page")) if lines else None
        if found.key == disclosure.SECTION:
            context["disclosed"] = disclosure.by_heading(unit)
        return render(request, "portal/communes/section.html", context)


@visitors
@require_safe
def article(request: HttpRequest, commune: str, section_slug: str, article_slug: str) -> HttpResponse:
    """One item of the commune, whole."""
    unit = commune_named(request, commune)
    path = f"/{section_slug}/{article_slug}/"
    elsewhere = _own_host(request, unit, path, commune, section_slug, article_slug)
    if elsewhere:
        return elsewhere
    with use_scope(public_scope(unit)):
        item = item_at(unit, section_slug, article_slug)
        if item is None:
            raise Http404
        return _item(request, unit, item)


def letter_of(unit: Unit) -> str:
    """The letter under which people look for a unit: without marks, but Đ is a letter of its own."""
    first = unit.name[:1].upper()
    return first if first == "Đ" else fold(first).upper()


def tab_path(unit: Unit) -> str:
    """Where a commune stands on its parent's portal, without the last slash: code and title."""
    return f"/xa-phuong/{unit.code}-{slugify(unit.title)}"


def below(unit: Unit) -> list[Unit]:
    """The communes of a province in force today, by name."""
    rows = units_in_force(local_day(clock_now())) & descendants(unit)
    found = rows.filter(level=UnitLevel.COMMUNE).select_related("site")
    return sorted(found, key=lambda row: (collation_key(row.name), row.code))


def commune_named(request: HttpRequest, name: str) -> Unit:
    """The commune that the address names by its code; whatever stands behind the code may be out of date."""
    rows = units_in_force(local_day(clock_now())) & descendants(unit_of(request))
    found = rows.filter(level=UnitLevel.COMMUNE, code=name[:CODE_LENGTH]).select_related("site").first()
    if found is None:
        raise Http404
    return found


def _item(request: HttpRequest, unit: Unit, item: Any) -> HttpResponse:
    place = {
        "label": item.section.title,
        "url": tab_path(unit) + item.section.get_absolute_url(),
        "lang": "vi",
    }
    line, words = put_here(unit, item), words_beside(item.language)
    context = _context(request, unit)
    with override(words):
        context["crumbs"] = _way(unit, place, {"label": item.title, "lang": item.language})
        context |= item_tools(request, item, tab_path(unit))
    context |= {
        "article": item,
        "remark": remark_on(line) if line else None,
        "html_lang": item.language,
        "words_lang": words,
    }
    return render(request, "portal/communes/item.html", context)


def _context(request: HttpRequest, unit: Unit, *crumbs: dict[str, str]) -> dict[str, Any]:
    """The province's frame around something of the commune."""
    province = request.site.unit  # type: ignore[attr-defined]
    with use_scope(public_scope(province)):
        around = _framed(request)
    return around | {"commune": unit, "tab_path": tab_path(unit), "crumbs": _way(unit, *crumbs)}


def _way(unit: Unit, *crumbs: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"label": _("Home"), "url": "/"},
        {"label": _("Communes and wards"), "url": reverse("portal:communes")},
        {"label": unit.title, "url": f"{tab_path(unit)}/", "lang": "vi"},
        *crumbs,
    ]


def _framed(request: HttpRequest) -> dict[str, Any]:
    """The province's frame, with the tab of its communes as the current one."""
    around = page_context(request)
    for entry in around["menu"]:
        entry["current"] = entry["url"] == reverse("portal:communes")
    return around


def _listed(unit: Unit, found: Section, below: list[Section]) -> QuerySet[Article]:
    return in_sections(
        own_ids(unit), [found.key, *(each.key for each in below if each.kind == SectionKind.LIST)]
    )


def _menu(entries: tuple[MenuEntry, ...], prefix: str) -> list[dict[str, Any]]:
    return [
        {
            "title": entry.section.title,
            "url": prefix + entry.section.get_absolute_url(),
            "children": [
                {"title": child.title, "url": prefix + child.get_absolute_url()} for child in entry.children
            ],
        }
        for entry in entries
    ]


def _own_host(request: HttpRequest, unit: Unit, path: str, *names: str) -> HttpResponse | None:
    """The way to the commune's own site, or to the address spelled right; None when it is right here."""
    host = host_of(request, unit)
    if host:
        return redirect(host + path)
    right = tab_path(unit).removeprefix("/xa-phuong/")
    return None if names[0] == right else redirect(tab_path(unit) + path)


def _address(request: HttpRequest, unit: Unit) -> str:
    host = host_of(request, unit)
    return f"{host}/" if host else f"{tab_path(unit)}/"
