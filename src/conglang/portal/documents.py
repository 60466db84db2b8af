"""The public register of a unit's official documents, those of dissolved predecessors included."""

import csv
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.calendars.queries import today_of
from conglang.content.documents import queries
from conglang.content.documents.catalogue import fields, kinds
from conglang.content.documents.labels import RELATIONS, SLUGS, TONES, VALIDITY
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.rules import validity
from conglang.kernel.clock import local_day, now
from conglang.portal.feeds import base_of, open_to_all
from conglang.portal.queries import in_sections, own_ids
from conglang.tools.pages.context import page_context
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pagestore.stored import page_exists, stored

SECTION, ADDRESS = "documents", "/van-ban/"
PER_PAGE, MOST_LETTERS, MOST_ROWS = 20, 200, 20_000
BY_SLUG = {slug: state for state, slug in SLUGS.items()}


@visitors
@require_safe
@stored
def register(request: HttpRequest) -> HttpResponse:
    """Public documents; kind, year, authority, field, validity and words narrow the list."""
    unit = _unit(request)
    every = queries.published(own_ids(unit))
    text = request.GET.get("q", "")[:MOST_LETTERS].replace("\x00", "").strip()
    names = ("loai", "nam", "co-quan", "linh-vuc", "hieu-luc")
    asked = {name: request.GET.get(name, "")[:MOST_LETTERS].replace("\x00", "") for name in names}
    rows = _narrowed(queries.with_words(every, text), asked, unit)
    page = _page(request, rows)
    heading = _("Official documents")
    context = _frame(request, heading, ADDRESS) | {
        "page": page,
        "rows": [_row(row, unit) for row in page],
        "facets": _facets(every, asked),
        "text": text,
        "is_narrowed": bool(text or any(asked.values())),
        "articles": in_sections(own_ids(unit), [SECTION])[:6],
        "unit": unit,
    }
    return render(request, "portal/documents/register.html", context)


@visitors
@require_safe
@stored
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One document: its fields, files, what it does to others, and its text."""
    unit = _unit(request)
    rows = OfficialDocument.objects.filter(unit__in=own_ids(unit), live=True, uid=uid)
    found = rows.select_related("unit", "issuer").first()
    if found is None:
        raise Http404
    state = _row(found, unit)
    shown = {"item": found, "state": state["state"], "state_tone": state["tone"]}
    shown["related"] = _related(found, unit)
    context = _frame(request, str(found), found.get_absolute_url())
    context |= {"item": found, "shown": render_to_string("documents/document.html", shown, request)}
    return render(request, "portal/documents/document.html", context)


@visitors
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The whole register as a table for programs."""
    unit = _unit(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="van-ban.csv"'
    answer.write("\ufeff")  # spreadsheets take the rest for another encoding without it
    writer = csv.writer(answer)
    writer.writerow(
        ["loai", "so_ky_hieu", "co_quan", "nguoi_ky", "ngay_ban_hanh", "ngay_hieu_luc", "ngay_het_hieu_luc",
         "hieu_luc", "linh_vuc", "trich_yeu", "dia_chi"]
    )  # fmt: skip
    for row in queries.published(own_ids(unit))[:MOST_ROWS]:
        state = SLUGS[validity(row.span, _today(unit))]
        ends = min((day for day in (row.expired_on, row.ended_on) if day), default=None)
        address = f"{base_of(request)}{row.get_absolute_url()}"
        cells = [row.kind_name, row.code, row.issuer_name, row.signer, row.issued_on, row.starts_on, ends,
                 state, row.field_name, row.abstract, address]  # fmt: skip
        writer.writerow([_harmless(cell) for cell in cells])
    return open_to_all(answer)


def _harmless(cell: Any) -> str:
    """The cell in words; what a spreadsheet would take for a formula is quoted."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _narrowed(rows: Any, asked: dict[str, str], unit: Unit) -> Any:
    if asked["loai"]:
        rows = rows.filter(kind=asked["loai"])
    if asked["nam"].isdecimal() and len(asked["nam"]) == 4:
        rows = rows.filter(year=int(asked["nam"]))
    if asked["co-quan"]:
        rows = rows.filter(issuer_name=asked["co-quan"])
    if asked["linh-vuc"]:
        rows = rows.filter(field=asked["linh-vuc"])
    if asked["hieu-luc"] in BY_SLUG:
        rows = queries.with_validity(rows, BY_SLUG[asked["hieu-luc"]], _today(unit))
    return rows


def _facets(every: Any, asked: dict[str, str]) -> list[dict[str, Any]]:
    names = {key: kind.name for key, kind in kinds().items()}
    found = [
        ("loai", _("Kind"), [(key, names.get(key, key)) for key, _n in queries.facet(every, "kind")]),
        ("nam", _("Year"), [(str(year), str(year)) for year, _n in reversed(queries.facet(every, "year"))]),
        ("co-quan", _("Authority"), [(key, key) for key, _n in queries.facet(every, "issuer_name")]),
        (
            "linh-vuc",
            _("Field of the document"),
            [(key, fields().get(key, key)) for key, _n in queries.facet(every, "field")],
        ),
        ("hieu-luc", _("Validity"), [(SLUGS[state], label) for state, label in VALIDITY.items()]),
    ]
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                {"value": value, "label": words, "chosen": value == asked[name]} for value, words in choices
            ],
        }
        for name, label, choices in found
    ]


def _row(row: OfficialDocument, unit: Unit) -> dict[str, Any]:
    state = validity(row.span, _today(unit))
    return {"document": row, "state": VALIDITY[state], "tone": TONES[state]}


def _related(row: OfficialDocument, unit: Unit) -> list[dict[str, Any]]:
    here = set(own_ids(unit))
    return [
        {
            "label": RELATIONS[each.relation][each.is_incoming],
            "text": each.text or str(each.document or ""),
            "document": each.document,
            "url": each.document.get_absolute_url()
            if each.document and each.document.unit_id in here
            else "",
        }
        for each in queries.relatives(row)
    ]


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    asked = request.GET.get("page", "1")
    page = Paginator(rows, PER_PAGE).get_page(asked)
    if asked == str(page.number):
        page_exists(request)
    return page


def _frame(request: HttpRequest, heading: str, path: str) -> dict[str, Any]:
    context = page_context(request)
    section = next((each for each in context["frame"].sections.values() if each.key == SECTION), None)
    if section is not None:
        context = page_context(request, current=section)
    crumbs = [{"label": _("Home"), "url": "/"}, {"label": _("Official documents"), "url": ADDRESS}]
    if path != ADDRESS:
        crumbs.append({"label": heading, "url": path})
    facts = PageFacts(title=heading, path=path, crumbs=tuple((each["label"], each["url"]) for each in crumbs))
    return context | {"heading": heading, "crumbs": crumbs, "facts": facts}


def _today(unit: Unit) -> Any:
    """The day that stored pages go by."""
    return today_of(unit) or local_day(now())


def _unit(request: HttpRequest) -> Unit:
    unit: Unit = request.site.unit  # type: ignore[attr-defined]  # set by the host middleware
    return unit
