"""What hangs on the boards of a unit, and what has hung there and stays to be read."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.postings import queries
from conglang.content.postings.catalogue import kinds, kinds_of_section
from conglang.content.postings.labels import STANDINGS, TONES
from conglang.content.postings.models import Posting
from conglang.content.postings.rules import Standing, days_left, standing
from conglang.kernel.clock import LOCAL_ZONE
from conglang.portal.feed_formats import Entry
from conglang.portal.feeds import ENTRIES, base_of, enclosed_files, tell
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.keeping import citation, tools_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import stored

ADDRESS = "/niem-yet/"
ROOM = Room(gettext_lazy("Postings"), ADDRESS, has_feed=True)
HEADINGS = {"notices", "disclosure"}
"""Sections of the site under which people look for postings."""


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """What hangs now with the days that are left, and below it what has ended."""
    return render(
        request, "portal/postings/index.html", framed(request, ROOM, _("Postings"), ADDRESS) | _lists(request)
    )


@visitors
@require_safe
@stored
def posting(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One posting: what, from when to when, where."""
    unit = unit_of(request)
    rows = Posting.objects.filter(unit__in=own_ids(unit), live=True, uid=uid)
    found = rows.select_related("document", "unit").first()
    if found is None:
        raise Http404
    row = _row(found, day_of(unit))
    document = found.document
    shown = row | {
        "item": found,
        "document_url": document.get_absolute_url() if document and document.live else "",
    }
    context = framed(request, ROOM, found.title, found.get_absolute_url())
    told = citation(found.title, found.unit, found.first_published_at)
    context |= tools_of(request, found.get_absolute_url(), told)
    context |= {"item": found, "shown": render_to_string("postings/posting.html", shown, request)}
    # lists of people are for those who come here to read them, and are gone at the end
    context["keep_out_robots"] = found.expire_at is not None
    return render(request, "portal/postings/posting.html", context)


@visitors
@require_safe
@stored
@conditional_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """What was posted last; lists of people are read here and nowhere else, so they are left out."""
    base, unit = base_of(request), unit_of(request)
    keys = [kind.key for kind in kinds().values() if not kind.leaves]
    rows = Posting.objects.filter(unit__in=own_ids(unit), live=True, kind__in=keys)
    return tell(
        request,
        name,
        title=f"{_('Postings')} – {unit.title}",
        about=_("What is posted at the boards of %(name)s.") % {"name": unit.naming.in_text},
        folder=ADDRESS,
        items=list(rows.order_by("-first_published_at", "-pk")[:ENTRIES]),
        entry=lambda item: _entry(item, unit, base),
    )


def _entry(item: Posting, unit: Unit, base: str) -> Entry:
    hangs = f"{_('Postings')}: {item.starts_on:%d/%m/%Y} – {item.ends_on:%d/%m/%Y}" if item.ends_on else ""
    published: Any = item.first_published_at
    return Entry(
        id=f"urn:uuid:{item.uid}",
        url=f"{base}{item.get_absolute_url()}",
        title=item.title,
        summary=hangs,
        html=linebreaks(item.text, autoescape=True),
        author=unit.title,
        language="vi",
        section=item.kind_name,
        rights=_("Text of an authority. It may be used freely."),
        published_at=published.astimezone(LOCAL_ZONE),
        changed_at=(item.last_published_at or published).astimezone(LOCAL_ZONE),
        enclosed=enclosed_files(item.documents, base),
        is_free=True,
    )


def of_section(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse | None:
    """The postings of a section's kinds, while it has no items of its own."""
    keys = kinds_of_section(section.key)
    found = _lists(request, keys) if keys else {}
    if not found or not (found["running"] or found["ended"]):
        return None
    return render(request, "portal/postings/index.html", context | found | {"heading": section.title})


def _lists(request: HttpRequest, keys: list[str] | None = None) -> dict[str, Any]:
    unit = unit_of(request)
    rows = queries.published(own_ids(unit))
    if keys is not None:
        rows = rows.filter(kind__in=keys)
    on = day_of(unit)
    over = Q(ends_on__lt=on)
    page = page_of(request, rows.filter(over))
    return {
        "running": [_row(row, on) for row in rows.exclude(over)] if page.number == 1 else [],
        "page": page,
        "ended": [_row(row, on) for row in page],
        "unit": unit,
    }


def _row(row: Posting, on: date) -> dict[str, Any]:
    state = standing(row.starts_on, row.ends_on, on)
    return {
        "posting": row,
        "state": STANDINGS[state],
        "state_tone": TONES[state],
        "left": days_left(row.ends_on, on) if state is Standing.RUNNING else None,
    }
