"""What people asked and what was answered: frequent questions by field, the newest, a search, one answer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.citizens.questions.fields import fields
from conglang.citizens.questions.findable import KIND
from conglang.citizens.questions.models import Answer
from conglang.citizens.questions.queries import published
from conglang.citizens.questions.rules import cited
from conglang.content.documents.models import OfficialDocument
from conglang.kernel.clock import LOCAL_ZONE, now
from conglang.portal.feed_formats import Entry
from conglang.portal.feeds import ENTRIES, base_of, tell
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.keeping import citation, tools_of
from conglang.portal.queries import own_ids
from conglang.tools.pagestore.stored import stored
from conglang.tools.search.queries import find
from conglang.tools.search.question import MOST_LETTERS_TYPED
from conglang.tools.search.reach import Filters

ADDRESS = "/hoi-dap/"
ROOM = Room(gettext_lazy("Questions and answers"), ADDRESS, has_feed=True)
PER_PAGE = 20
MOST_FREQUENT = 200
MOST_MAPPED = 20_000


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """Frequent questions by field and the newest answers; with `q` what goes with the words."""
    unit = unit_of(request)
    context = framed(request, ROOM, _("Questions and answers"), ADDRESS)
    if text := request.GET.get("q", "")[:MOST_LETTERS_TYPED].replace("\x00", "").strip():
        found = find(unit=unit, query=text, now=now(), filters=Filters(kind=KIND), number=PER_PAGE)
        return render(
            request, "portal/questions/found.html", context | {"text": text, "results": found.results}
        )
    page = page_of(request, published(own_ids(unit)))
    today = day_of(unit)
    rows = [(row, row.is_under_review(today)) for row in page]
    frequent = _frequent(unit) if page.number == 1 else []
    return render(
        request, "portal/questions/index.html", context | {"page": page, "rows": rows, "frequent": frequent}
    )


@visitors
@require_safe
@stored
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One question with its answer, on which law it rests, and whether that has changed."""
    unit = unit_of(request)
    found = Answer.objects.filter(unit__in=own_ids(unit), live=True, uid=uid).select_related("unit").first()
    if found is None:
        raise Http404
    context = framed(request, ROOM, found.title, found.get_absolute_url())
    shown = {
        "item": found,
        "is_under_review": found.is_under_review(day_of(unit)),
        "because": found.doubted_because if found.is_doubted else "",
        "basis": _basis(found, unit),
    }
    told = citation(found.title, found.unit, found.first_published_at, by=found.answerer)
    context |= tools_of(request, found.get_absolute_url(), told)
    context |= {"item": found, "shown": render_to_string("questions/answer.html", shown, request)}
    return render(request, "portal/questions/answer.html", context)


@visitors
@require_safe
@stored
@conditional_page
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """The newest answers."""
    base, unit = base_of(request), unit_of(request)
    return tell(
        request,
        name,
        title=f"{_('Questions and answers')} – {unit.title}",
        about=_("What people asked and what %(name)s answered.") % {"name": unit.naming.in_text},
        folder=ADDRESS,
        items=list(published(own_ids(unit)).defer(None)[:ENTRIES]),
        entry=lambda item: _entry(item, unit, base),
    )


def addresses(unit: Unit) -> Iterator[tuple[str, datetime | None]]:
    """The pages about questions that a site has, for its map."""
    yield ADDRESS, None
    for row in published(own_ids(unit))[:MOST_MAPPED]:
        yield row.get_absolute_url(), row.last_published_at


def _entry(item: Answer, unit: Unit, base: str) -> Entry:
    published_at: Any = item.first_published_at
    return Entry(
        id=f"urn:uuid:{item.uid}",
        url=f"{base}{item.get_absolute_url()}",
        title=item.title,
        summary=item.field_name,
        html=linebreaks(item.text, autoescape=True),
        author=item.answerer or unit.title,
        language="vi",
        section=item.field_name,
        rights=_("Text of an authority. It may be used freely."),
        published_at=published_at.astimezone(LOCAL_ZONE),
        changed_at=(item.last_published_at or published_at).astimezone(LOCAL_ZONE),
        enclosed=(),
        is_free=True,
    )


def _frequent(unit: Unit) -> list[tuple[str, list[Answer]]]:
    """Frequent questions under the names of their fields."""
    by_field: dict[str, list[Answer]] = {}
    for row in published(own_ids(unit)).filter(is_faq=True).order_by("title", "pk")[:MOST_FREQUENT]:
        by_field.setdefault(row.field, []).append(row)
    order = [*fields(), *(key for key in by_field if key not in fields())]
    return [(by_field[key][0].field_name, by_field[key]) for key in order if key in by_field]


def _basis(found: Answer, unit: Unit) -> list[tuple[str, str]]:
    """The lines of the legal basis, each with the page of the document that it names, where we have it."""
    keys = found.cited
    rows = OfficialDocument.objects.filter(unit__in=own_ids(unit), live=True, code_key__in=keys)
    pages = {row.code_key: row.get_absolute_url() for row in rows.order_by("issued_on")} if keys else {}
    lines = found.basis.splitlines()
    return [(line, next((pages[key] for key in cited(line) if key in pages), "")) for line in lines]
