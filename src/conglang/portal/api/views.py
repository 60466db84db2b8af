"""The addresses of the open data."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.content.documents.queries import published
from conglang.content.newsroom.models import Article, Reuse
from conglang.kernel.clock import now
from conglang.portal.api import answers
from conglang.portal.api.budget import turn_of
from conglang.portal.api.cursor import after, cursor, numbers, place
from conglang.portal.api.declared import OPERATIONS, ROOT, USUAL, Operation
from conglang.portal.api.document import document
from conglang.portal.api.reading import Misunderstood, read
from conglang.portal.feeds import FORMATS, base_of, open_to_all
from conglang.portal.framing import day_of, unit_of
from conglang.portal.queries import articles, in_sections, own_ids, shown_by
from conglang.portal.searching import Places
from conglang.tools.media.models import Exposure
from conglang.tools.pages.context import page_context
from conglang.tools.pages.metadata import as_json
from conglang.tools.pages.models import Section, SiteProfile
from conglang.tools.pages.queries import frame
from conglang.tools.pagestore.stored import is_asked, stored
from conglang.tools.search.queries import find
from conglang.tools.search.reach import Filters

View = Callable[..., HttpResponse]
BY_NAME = {operation.name: operation for operation in OPERATIONS}
MOST_RESULTS = 1_000  # nobody reads further, and each page of a search costs the search


def answers_to(name: str) -> Callable[[Callable[..., Any]], View]:
    """Make a view of a function that gives the answer: checked, counted, told in one form.

    The front's own requests are not counted, because one of them serves everybody until something changes.
    """
    operation: Operation = BY_NAME[name]

    def decorate(answer: Callable[..., Any]) -> View:
        @visitors
        @require_safe
        @conditional_page
        @wraps(answer)
        def view(request: HttpRequest, **path: Any) -> HttpResponse:
            turn = None if is_asked(request) else turn_of(request)
            if turn and turn.refusal:
                return turn.tell(problem(turn.status, turn.refusal))
            try:
                told = answer(request, **path, **read(request, operation))
                response = open_to_all(HttpResponse(as_json(told), content_type="application/json"))
            except Misunderstood as misunderstood:
                response = problem(400, str(misunderstood))
            except Http404:
                response = problem(404, _("There is nothing public here."))
            return turn.tell(response) if turn else response

        return view

    return decorate


def problem(status: int, detail: str) -> HttpResponse:
    """A refusal as RFC 9457 has it."""
    facts = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return open_to_all(
        HttpResponse(as_json(facts), status=status, content_type="application/problem+json; charset=utf-8")
    )


@stored
@answers_to("unit")
def unit(request: HttpRequest) -> Any:
    """The unit whose site this is."""
    own = unit_of(request)
    return answers.unit_answer(request, own, SiteProfile.objects.filter(unit=own).first())


@stored
@answers_to("sections")
def sections(request: HttpRequest) -> Any:
    """All sections."""
    rows = list(Section.objects.filter(unit=unit_of(request)))
    keys = {row.pk: row.key for row in rows}
    return {"items": [answers.section_answer(request, row, keys) for row in rows]}


@stored
@answers_to("items")
def items(request: HttpRequest, *, limit: int = USUAL, **given: Any) -> Any:
    """Items, newest first, from the cursor on."""
    rows = _narrowed(own_ids(unit_of(request)), **given)
    found = list(rows[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return {
        "items": [answers.summary_answer(request, item) for item in found[:limit]],
        "next": after(more.first_published_at, more.pk) if more else None,
    }


@stored
@answers_to("item")
def item(request: HttpRequest, uid: UUID) -> Any:
    """One item."""
    own = unit_of(request)
    row = shown_by(own_ids(own)).defer(None).filter(uid=uid).first()
    if row is None:
        raise Http404
    return answers.item_answer(request, row, frame(own))


@stored
@answers_to("documents")
def documents(request: HttpRequest, *, limit: int = USUAL, **given: Any) -> Any:
    """Documents of the register, the one published last first, from the cursor on."""
    own = unit_of(request)
    rows, today = published(own_ids(own)).order_by("-first_published_at", "-pk"), day_of(own)
    if "kind" in given:
        rows = rows.filter(kind=given["kind"])
    found = list(_from_cursor(_since(rows, given), given)[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return {
        "items": [answers.document_answer(request, row, today) for row in found[:limit]],
        "next": after(more.first_published_at, more.pk) if more else None,
    }


@answers_to("files")
def files(request: HttpRequest, *, limit: int = USUAL, cursor: str = "") -> Any:
    """Attachments of free items; not stored, because a page never shows the table that it reads."""
    free = articles(own_ids(unit_of(request))).filter(reuse=Reuse.FREE, is_released=True)
    rows = Exposure.objects.filter(
        owner_label=Article._meta.label_lower,
        document__isnull=False,
        owner_pk__in=free.order_by().values("pk"),
    ).select_related("document")
    if cursor:
        rows = rows.filter(pk__lt=_numbers(cursor)[0])
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = {row.pk: row for row in free.filter(pk__in=[row.owner_pk for row in found])}
    return {
        "items": [
            answers.file_answer(request, row.document, shown[row.owner_pk])
            for row in found[:limit]
            if row.document and row.owner_pk in shown
        ],
        "next": _further(found[limit - 1].pk) if len(found) > limit else None,
    }


@answers_to("search")
def search(
    request: HttpRequest,
    *,
    q: str,
    section: str = "",
    kind: str = "",
    limit: int = USUAL,
    cursor: str = "",
) -> Any:
    """Results from the cursor on."""
    own = unit_of(request)
    first = min(_numbers(cursor)[0], MOST_RESULTS) if cursor else 0
    found = find(
        unit=own,
        query=q,
        now=now(),
        filters=Filters(section=section, kind=kind),
        first=max(first, 0),
        number=limit,
    )
    places = Places(request, own, {each.unit_id for each in found.results})
    end = first + len(found.results)
    base = base_of(request)
    return {
        "items": [
            answers.result_answer(each, _absolute(base, places.address(each.unit_id, each.path)))
            for each in found.results
        ],
        "next": _further(end) if found.results and end < min(found.total, MOST_RESULTS) else None,
        "total": found.total,
        "corrected": found.corrected or None,
    }


@visitors
@require_safe
@stored
@conditional_page
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    text = as_json(document(base_of(request), unit_of(request).title))
    return open_to_all(HttpResponse(text, content_type="application/json"))


@visitors
@require_safe
@stored
def explained(request: HttpRequest) -> HttpResponse:
    """The page for people."""
    title = _("Open data")
    context = page_context(request) | {
        "title": title,
        "crumbs": [{"label": _("Home"), "url": "/"}, {"label": title}],
        "base": base_of(request),
        "root": ROOT,
        "operations": OPERATIONS,
        "feeds": list(FORMATS),
        "anonymous": settings.API_PER_MINUTE,
    }
    return render(request, "portal/open_data.html", context)


def _narrowed(unit_ids: list[int], **given: Any) -> Any:
    section = given.get("section")
    if section:
        below = Section.objects.filter(unit__in=unit_ids, parent__key=section).values_list("key", flat=True)
        rows = in_sections(unit_ids, [section, *below])
    else:
        rows = shown_by(unit_ids)
    rows = _since(rows, given)
    rows = rows.filter(**{name: given[name] for name in ("kind", "language") if name in given})
    return _from_cursor(rows, given)


def _since(rows: Any, given: dict[str, Any]) -> Any:
    return rows.filter(first_published_at__gte=given["since"]) if given.get("since") else rows


def _from_cursor(rows: Any, given: dict[str, Any]) -> Any:
    if given.get("cursor"):
        try:
            moment, pk = place(given["cursor"])
        except ValueError:
            raise Misunderstood(_("The cursor is of another make.")) from None
        rows = rows.filter(Q(first_published_at__lt=moment) | Q(first_published_at=moment, pk__lt=pk))
    return rows


def _numbers(text: str) -> tuple[int, int]:
    try:
        return numbers(text)
    except ValueError:
        raise Misunderstood(_("The cursor is of another make.")) from None


def _further(number: int) -> str:
    return cursor(number, 0)


def _absolute(base: str, address: str) -> str:
    return f"{base}{address}" if address.startswith("/") else address
