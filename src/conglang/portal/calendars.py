"""The calendar on the public site: weeks, lists by kind, single entries; to read, print and subscribe to.

What these pages take for today is a row that a job turns at midnight, so that stored ones follow. In the
seconds before the job has run, pages are made for the real day and not stored.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.calendars import queries
from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.rules import WEEK, days_of_week, monday_of
from conglang.content.calendars.wording import history
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.icalendar import Event, calendar
from conglang.portal.feeds import base_of
from conglang.portal.framing import Room, framed, page_of, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.pages.context import page_context
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import stored

ADDRESS = "/lich/"
ROOM = Room(gettext_lazy("Work calendar"), ADDRESS)
SLUGS = {
    EntryKind.WORK: "lam-viec",
    EntryKind.MEETING: "hop",
    EntryKind.RECEPTION: "tiep-cong-dan",
}
KINDS = {slug: kind for kind, slug in SLUGS.items()}
ALL = "sap-toi"  # the list of all kinds
RECEPTIONS = f"{ADDRESS}{SLUGS[EntryKind.RECEPTION]}/"
SECTIONS = {"schedules": "", "reception": SLUGS[EntryKind.RECEPTION]}
"""Sections of the site's tree that show the calendar, or the list of one kind."""

AHEAD = timedelta(days=366)
WEEKS_BACK, WEEKS_AHEAD = 104, 53  # more pages than anybody reads would only fill the store
IN_FEED_BACK = timedelta(days=90)
ICS = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Here:
    """Whose calendar, and which day it is there. A page made on a day that is not settled is not stored."""

    unit: Unit
    today: date
    is_settled: bool

    @property
    def unit_ids(self) -> list[int]:
        """The unit and those that it succeeded."""
        return own_ids(self.unit)

    def bounds(self) -> tuple[date, date]:
        """Mondays of the first and last week that have a page."""
        this = monday_of(self.today)
        first, last = queries.span(self.unit_ids)
        first = max(monday_of(first or this), this - WEEKS_BACK * WEEK)
        last = min(monday_of(last or this), this + WEEKS_AHEAD * WEEK)
        return min(first, this), max(last, this + WEEK)


def _here(request: HttpRequest) -> Here:
    unit = unit_of(request)
    real, known = local_day(clock_now()), queries.today_of(unit)
    return Here(unit, real, known == real)


def _answer(request: HttpRequest, here: Here, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    if not here.is_settled:
        response["Cache-Control"] = "no-store"
    return response


@visitors
@require_safe
@stored
def this_week(request: HttpRequest) -> HttpResponse:
    """The week of today."""
    here = _here(request)
    context = _frame(request, _("Work calendar"), ADDRESS) | _week(here, monday_of(here.today))
    return _answer(request, here, "portal/calendar_week.html", context)


@visitors
@require_safe
@stored
def week(request: HttpRequest, monday: str) -> HttpResponse:
    """One week, named by its Monday."""
    here = _here(request)
    day = _monday(here, monday)
    title = _("Week from %(first)s to %(last)s") % {
        "first": f"{day:%d/%m/%Y}",
        "last": f"{day + WEEK - timedelta(days=1):%d/%m/%Y}",
    }
    context = _frame(request, title, _address(day)) | _week(here, day)
    return _answer(request, here, "portal/calendar_week.html", context)


@visitors
@require_safe
@stored
def printed_week(request: HttpRequest, monday: str) -> HttpResponse:
    """The week as offices hang it up: one sheet with the letterhead."""
    here = _here(request)
    day = _monday(here, monday)
    context = page_context(request) | _week(here, day) | {"unit": here.unit}
    return _answer(request, here, "portal/calendar_print.html", context)


@visitors
@require_safe
@stored
def upcoming(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything from today on, of one kind or of all."""
    if kind not in KINDS and kind != ALL:
        raise Http404
    here = _here(request)
    context = _frame(request, _title(kind), f"{ADDRESS}{kind}/") | _list(request, here, kind)
    return _answer(request, here, "portal/calendar_list.html", context)


@visitors
@require_safe
@stored
def entry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One entry with everything that happened to its date."""
    here = _here(request)
    found = _entry(here, uid)
    context = _frame(request, found.what, found.get_absolute_url())
    kind_url = f"{ADDRESS}{SLUGS[EntryKind(found.kind)]}/"
    context |= {"entry": found, "events": history(found), "kind_url": kind_url}
    return render(request, "portal/calendar_entry.html", context)


def section_page(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse:
    """What the calendar's sections show: the week or a list, then the section's own notices."""
    here, kind = _here(request), SECTIONS[section.key]
    context |= {"title": section.title, "links": _links()}
    if kind:
        context |= {"notices": context["page"]} | _list(request, here, kind)
        return _answer(request, here, "portal/calendar_list.html", context)
    context |= _week(here, monday_of(here.today)) | {"notices": context["page"], "paged_notices": True}
    return _answer(request, here, "portal/calendar_week.html", context)


@visitors
@require_safe
def feed(request: HttpRequest, kind: str = ALL) -> HttpResponse:
    """Entries of a kind, or of all, for calendar programs, which ask again and again."""
    if kind not in KINDS and kind != ALL:
        raise Http404
    here = _here(request)
    rows = queries.entries(here.unit_ids).filter(latest_on__gte=here.today - IN_FEED_BACK)
    if kind in KINDS:
        rows = rows.filter(kind=KINDS[kind])
    return _file(request, list(rows[:2000]), f"{_title(kind)} – {here.unit.title}", "lich.ics")


@visitors
@require_safe
def entry_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One entry, to be put into one's own calendar."""
    found = _entry(_here(request), uid)
    return _file(request, [found], found.what, "su-kien.ics")


def _file(request: HttpRequest, rows: list[Entry], name: str, filename: str) -> HttpResponse:
    base = base_of(request)
    data = calendar((_event(row, base) for row in rows), name=name)
    tag = quote_etag(sha256(data).hexdigest()[:32])
    response = HttpResponse(data, content_type=ICS)
    response["ETag"] = tag
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return get_conditional_response(request, etag=tag, response=response) or response


def _event(row: Entry, base: str) -> Event:
    lines = [row.who, row.note, *history(row)]
    if row.department:
        lines.insert(1, _("Prepared by: %(department)s") % {"department": row.department})
    return Event(
        uid=str(row.uid),
        sequence=row.sequence,
        stamp=row.last_published_at,
        when=row.when,
        summary=row.what,
        location=row.place,
        description="\n".join(line for line in lines if line),
        category=str(row.get_kind_display()),
        url=f"{base}{row.get_absolute_url()}",
        is_cancelled=row.cancelled,
    )


def _entry(here: Here, uid: UUID) -> Entry:
    found = queries.entries(here.unit_ids).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _monday(here: Here, text: str) -> date:
    """The Monday that an address names, if the week has a page."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    first, last = here.bounds()
    if text != day.isoformat() or day != monday_of(day) or not first <= day <= last:
        raise Http404
    return day


def _week(here: Here, monday: date) -> dict[str, Any]:
    sunday = monday + WEEK - timedelta(days=1)
    rows = queries.between(queries.entries(here.unit_ids), monday, sunday)
    found = queries.occurrences(rows, monday, sunday)
    first, last = here.bounds()
    return {
        "days": [(day, [each for each in found if each.day == day]) for day in days_of_week(monday)],
        "today": here.today,
        "monday": monday,
        "sunday": sunday,
        "is_this_week": monday == monday_of(here.today),
        "previous_url": _address(monday - WEEK) if monday > first else "",
        "next_url": _address(monday + WEEK) if monday < last else "",
        "print_url": f"{_address(monday)}in/",
        "feed_url": f"{ADDRESS}lich.ics",
    }


def _list(request: HttpRequest, here: Here, kind: str) -> dict[str, Any]:
    last = here.today + AHEAD
    rows = queries.between(queries.entries(here.unit_ids), here.today, last)
    if kind in KINDS:
        rows = rows.filter(kind=KINDS[kind])
    found = [
        each
        for each in queries.occurrences(rows, here.today, last)
        if each.day in {each.when.starts_on, here.today}
    ]
    return {
        "page": page_of(request, found),
        "today": here.today,
        "kind": kind,
        "feed_url": f"{ADDRESS}lich.ics" if kind == ALL else f"{ADDRESS}{kind}/lich.ics",
    }


def _frame(request: HttpRequest, title: str, path: str) -> dict[str, Any]:
    return framed(request, ROOM, title, path) | {"title": title, "links": _links()}


def _links() -> list[dict[str, str]]:
    lists = [{"label": _title(slug), "url": f"{ADDRESS}{slug}/"} for slug in (*KINDS, ALL)]
    return [{"label": _("This week"), "url": ADDRESS}, *lists]


def _title(kind: str) -> str:
    if kind == ALL:
        return _("All that is coming")
    label = str(KINDS[kind].label)
    return label[:1].upper() + label[1:]


def _address(monday: date) -> str:
    return f"{ADDRESS}tuan/{monday.isoformat()}/"
