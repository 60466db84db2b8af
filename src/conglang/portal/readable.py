"""Pages with words of their own: which page an address names, and the code that leads another phone there.

What belongs to a page stands at its address with a word behind it, and the page's own pattern tells what is
there. So a new kind of page needs one line in `PAGES`, and no address of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import use_scope
from conglang.citizens.consultations.models import Consultation
from conglang.citizens.payments.queries import public_fund
from conglang.citizens.questions.models import Answer
from conglang.content.budgets.models import BudgetItem
from conglang.content.calendars.models import Entry
from conglang.content.directory.models import (
    Business,
    DepartmentPage,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.documents.models import OfficialDocument
from conglang.content.postings.models import Posting
from conglang.content.procedures.queries import at_code
from conglang.portal import (
    budgets,
    calendars,
    communes,
    consultations,
    directory,
    documents,
    payments,
    postings,
    procedures,
    questions,
)
from conglang.portal.facts import address_of
from conglang.portal.feeds import base_of
from conglang.portal.framing import Room, unit_of
from conglang.portal.keeping import code_of, found_item
from conglang.portal.queries import item_at, own_ids


@dataclass(frozen=True, slots=True)
class Readable:
    """A page as readers and those who look after it know it; `uid` stays when title and address change.

    `unit_id` tells whose page it is where that is not the unit whose site was asked.
    """

    uid: UUID
    title: str
    address: str  # path
    section: str  # key of the section of the menu under which it stands, if any
    language: str = "vi"
    unit_id: int | None = None


Finder = Callable[..., Readable]
"""Gets the request and what the page's pattern took from the address. Raises Http404."""


def found_page(request: HttpRequest, path: str) -> Readable:
    """The live page at a path of the request's site, without its first slash. Raises Http404."""
    match = resolve(f"/{path}")
    find = PAGES.get(match.url_name or "")
    if find is None:
        raise Http404
    return find(request, **match.kwargs)


@visitors
@require_safe
def qr_code(request: HttpRequest, page: str) -> HttpResponse:
    """The page's address as a code that phones read with their camera."""
    found = found_page(request, page)
    return code_of(f"{base_of(request)}{found.address}", found.title)


def _article(request: HttpRequest, **where: str) -> Readable:
    item = found_item(request, **where)
    return Readable(item.uid, item.title, address_of(item), item.section.key, item.language)


def _commune_article(request: HttpRequest, commune: str, **where: str) -> Readable:
    unit = communes.commune_named(request, commune)
    with use_scope(public_scope(unit)):
        item = item_at(unit, **where)
        if item is None:
            raise Http404
        path = communes.tab_path(unit) + address_of(item)
        return Readable(item.uid, item.title, path, "", item.language, unit.pk)


def _procedure(request: HttpRequest, code: str) -> Readable:
    return _told(at_code(unit_of(request), code), procedures.ROOM)


def _fund(request: HttpRequest, uid: UUID) -> Readable:
    return _told(public_fund(own_ids(unit_of(request)), uid), payments.ROOM)


def _live(model: Any, room: Room) -> Finder:
    """Finds approved rows by the one value in their address."""
    field = getattr(model, "page_of", "uid")

    def find(request: HttpRequest, **where: Any) -> Readable:
        [value] = where.values()
        rows = model.objects.filter(unit__in=own_ids(unit_of(request)), live=True, **{field: value})
        return _told(rows.first(), room)

    return find


def _told(row: Any, room: Room) -> Readable:
    if row is None:
        raise Http404
    return Readable(row.uid, str(row), row.get_absolute_url(), room.section)


PAGES: dict[str, Finder] = {
    "article": _article,
    "commune_article": _commune_article,
    "document": _live(OfficialDocument, documents.ROOM),
    "procedure": _procedure,
    "posting": _live(Posting, postings.ROOM),
    "question": _live(Answer, questions.ROOM),
    "consultation": _live(Consultation, consultations.ROOM),
    "fund": _fund,
    "budget_item": _live(BudgetItem, budgets.ROOM),
    "calendar_entry": _live(Entry, calendars.ROOM),
    "person": _live(Official, directory.PEOPLE),
    "department": _live(DepartmentPage, directory.PEOPLE),
    "hamlet": _live(HamletPage, directory.PEOPLE),
    "reception": _live(ReceptionDesk, directory.PEOPLE),
    "business": _live(Business, directory.FIRMS),
}
"""Who finds the page, by the name of its pattern."""
