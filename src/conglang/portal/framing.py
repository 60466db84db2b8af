"""What the pages of the portal's rooms share: whose site it is, breadcrumbs, pages of lists."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.content.calendars.queries import today_of
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.context import page_context
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pagestore.stored import page_exists

PER_PAGE = 20


@dataclass(frozen=True)
class Room:
    """A part of a site; `section` is the key of the section of the menu under which it stands, if any."""

    name: Promise
    address: str
    section: str = ""
    has_feed: bool = False  # what is new in its list can be subscribed to


def unit_of(request: HttpRequest) -> Unit:
    """The unit whose site was asked."""
    unit: Unit = request.site.unit  # type: ignore[attr-defined]  # set by the host middleware
    return unit


def day_of(unit: Unit) -> date:
    """The day that the unit's stored pages go by."""
    return today_of(unit) or local_day(clock_now())


def words_beside(language: str) -> str:
    """The language of our words beside a text: its own where they are all there, else Vietnamese."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def placed(request: HttpRequest, key: str) -> dict[str, Any]:
    """The context of a page that stands under the section with this key, where the site has one."""
    context = page_context(request)
    sections = context["frame"].sections.values() if key else ()
    section = next((each for each in sections if each.key == key), None)
    if section is not None:
        context = page_context(request, current=section)
    return context | {"section": section}


def framed(
    request: HttpRequest, room: Room, heading: str, path: str, facts: PageFacts | None = None
) -> dict[str, Any]:
    """The context of a page of a room: site, menu, breadcrumbs, heading, and the facts for programs."""
    context = placed(request, room.section)
    name = str(room.name)
    way = [(_("Home"), "/"), (name, room.address)]
    if path != room.address:
        way.append((heading, path))
    feeds = ((name, room.address),) if room.has_feed else ()
    facts = facts or PageFacts(title=heading, path=path, feeds=feeds)
    return context | {
        "heading": heading,
        "crumbs": [{"label": label, "url": url} for label, url in way],
        "facts": replace(facts, crumbs=tuple(way)),
    }


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of a list that was asked for, or of a paginator; one that exists can be stored."""
    asked = request.GET.get("page", "1")
    pages: Paginator[Any] = rows if isinstance(rows, Paginator) else Paginator(rows, per_page)
    page = pages.get_page(asked)
    if asked == str(page.number):  # for any other the nearest one is shown
        page_exists(request)
    return page
