"""The public site of a unit."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.content.newsroom.models import Article
from conglang.portal import calendars, consultations, payments, postings, procedures
from conglang.portal.directory import of_section
from conglang.portal.facts import article_facts, section_facts
from conglang.portal.framing import page_of, unit_of, words_beside
from conglang.portal.home import host_of
from conglang.portal.keeping import page_tools
from conglang.portal.queries import articles, in_sections, item_at, own_ids, put_here, standing_item
from conglang.tools.approval.models import Absence
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.queries import remark_on
from conglang.tools.pages.context import page_context
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pagestore.stored import stored

PER_PAGE = 12


@visitors
@require_safe
@stored
def section(request: HttpRequest, section_slug: str) -> HttpResponse:
    """A section's items, or its one standing page."""
    unit = unit_of(request)
    found = (
        Section.objects.filter(unit=unit, slug=section_slug, is_hidden=False).select_related("parent").first()
    )
    if found is None:
        raise Http404
    context = page_context(request, current=found) | {
        "section": found,
        "crumbs": _crumbs(found),
        "subsections": list(found.children.filter(is_hidden=False)),
        "leads_to_postings": found.key in postings.HEADINGS,
    }
    if found.kind == SectionKind.PAGE:
        item = standing_item(unit, found)
        if item is not None:
            return render(request, "portal/article.html", context | _article_context(request, item, found))
    listed = in_sections(own_ids(unit), _keys(found, context["subsections"]))
    page = page_of(request, listed, PER_PAGE)
    if not page.object_list:
        rooms = (
            of_section,
            procedures.of_section,
            postings.of_section,
            payments.of_section,
            consultations.of_section,
        )
        instead = next((answer for room in rooms if (answer := room(request, found, context))), None)
        if instead is not None:
            return instead
    context |= {"page": page, "facts": section_facts(found, context["crumbs"], page)}
    if found.key in calendars.SECTIONS:
        return calendars.section_page(request, found, context)
    return render(request, "portal/section.html", context)


@visitors
@require_safe
@stored
def article(request: HttpRequest, section_slug: str, article_slug: str) -> HttpResponse:
    """One item, whole."""
    unit = unit_of(request)
    item = item_at(unit, section_slug, article_slug)
    if item is None:
        raise Http404
    line = put_here(unit, item)
    place = _section_of(line, item) if line else item.section
    context = page_context(request, current=place) | _article_context(request, item, place, line)
    return render(request, "portal/article.html", context)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for every address of a site that leads nowhere, or nowhere any more."""
    gone = Absence.objects.filter(unit__in=own_ids(unit_of(request)), path=request.path).first()
    context = page_context(request) | {"gone": gone}
    return render(request, "portal/not_found.html", context, status=410 if gone else 404)


def _article_context(
    request: HttpRequest, item: Article, place: Section, line: Line | None = None
) -> dict[str, Any]:
    """What the page of an item needs; `line` is that of an item from above, `place` its section here."""
    latest = articles([line.unit_id if line else item.unit_id])
    words = words_beside(item.language)
    with override(words):
        crumbs = [*_crumbs(place), {"label": item.title, "lang": item.language}]
        return page_tools(request, item) | {
            "article": item,
            "facts": article_facts(item, crumbs, host_of(request, item.unit) if line else ""),
            "crumbs": crumbs,
            "remark": remark_on(line) if line else None,
            "latest": latest.exclude(pk=item.pk).exclude(section__kind=SectionKind.PAGE)[:5],
            "html_lang": item.language,
            "words_lang": words,
        }


def _section_of(line: Line, item: Article) -> Section:
    """Where an item from above stands on this site, whose menus are others than those of its own."""
    rows = Section.objects.filter(unit=line.unit_id, key=line.options.get("section"), is_hidden=False)
    return rows.select_related("parent").first() or item.section


def _crumbs(found: Section) -> list[dict[str, str]]:
    way = [found.parent, found] if found.parent else [found]
    return [
        {"label": _("Home"), "url": "/"},
        *({"label": each.title, "url": each.get_absolute_url(), "lang": "vi"} for each in way),
    ]


def _keys(found: Section, subsections: list[Section]) -> list[str]:
    """A section also lists what stands in its subsections; keys, so that a predecessor's items are found."""
    return [found.key, *(each.key for each in subsections if each.kind == SectionKind.LIST)]
