"""The public register of a unit's official documents, those of dissolved predecessors included."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.ui.paging import KeysFirst
from conglang.base.units.models import Unit
from conglang.content.documents import queries
from conglang.content.documents.catalogue import fields, kinds
from conglang.content.documents.history import history
from conglang.content.documents.labels import SLUGS, TONES, VALIDITY
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.outline import outline
from conglang.content.documents.rules import validity
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.keeping import tools_of
from conglang.portal.queries import in_sections, own_ids
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pagestore.stored import stored

SECTION, ADDRESS = "documents", "/van-ban/"
ROOM = Room(gettext_lazy("Official documents"), ADDRESS, SECTION, has_feed=True)
PER_PAGE, MOST_LETTERS = 20, 200
BY_SLUG = {slug: state for state, slug in SLUGS.items()}
FILTERS = ("loai", "nam", "co-quan", "linh-vuc", "hieu-luc")


@visitors
@require_safe
@stored
def register(request: HttpRequest) -> HttpResponse:
    """Public documents; kind, year, authority, field, validity and words narrow the list."""
    unit = unit_of(request)
    every = queries.published(own_ids(unit))
    text = request.GET.get("q", "")[:MOST_LETTERS].replace("\x00", "").strip()
    asked = {name: request.GET.get(name, "")[:MOST_LETTERS].replace("\x00", "") for name in FILTERS}
    rows = _narrowed(queries.with_words(every, text), asked, unit)
    page, today = page_of(request, KeysFirst(rows, PER_PAGE)), day_of(unit)
    heading = _("Official documents")
    context = framed(request, ROOM, heading, ADDRESS) | {
        "page": page,
        "rows": [_row(row, today) for row in page],
        "facets": _facets(_counts(every, unit, may_be_stored=not text), asked),
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
    """One document: its fields, its files with their signatures, its text, its life."""
    unit = unit_of(request)
    found = _found(unit, uid)
    relatives = queries.relatives(found)
    here = set(own_ids(unit))
    related = [each.document for each in relatives if each.document]
    urls = {row.pk: row.get_absolute_url() for row in related if row.unit_id in here}
    life, named = history(found, relatives, urls)
    row = _row(found, day_of(unit))
    shown = {
        "item": found, "state": row["state"], "state_tone": row["tone"], "life": life, "named": named,
        "parts": outline(found.text), "own_unit_id": unit.pk,
    }  # fmt: skip
    facts = facts_of(found)
    context = framed(request, ROOM, facts.title, facts.path, facts)
    context |= tools_of(request, facts.path, citation(found))
    context |= {"item": found, "shown": render_to_string("documents/document.html", shown, request)}
    return render(request, "portal/documents/document.html", context)


def citation(found: OfficialDocument) -> str:
    """The document as others name it: kind, number, day, authority, what about; the address follows."""
    day = _("of %(day)s") % {"day": f"{found.issued_on:%d/%m/%Y}"} if found.issued_on else ""
    name = " ".join(part for part in (str(found), day) if part)
    parts = [name, found.issuer_name, f"“{found.abstract}”" if found.abstract else ""]
    return ", ".join(part for part in parts if part)


def facts_of(found: OfficialDocument) -> PageFacts:
    """What programs are told about a document's page."""
    return PageFacts(
        title=str(found),
        path=found.get_absolute_url(),
        description=found.abstract,
        creator=found.issuer_name,
        subjects=tuple(part for part in (found.kind_name, found.field_name) if part),
        published_at=found.first_published_at,
        changed_at=found.last_published_at,
        identifier=f"urn:uuid:{found.uid}",
        unit_name=found.unit.title,
        feeds=((_("Official documents"), ADDRESS),),
    )


def _found(unit: Unit, uid: UUID) -> OfficialDocument:
    rows = OfficialDocument.objects.filter(unit__in=own_ids(unit), live=True, uid=uid)
    found: OfficialDocument | None = rows.select_related("unit", "issuer").first()
    if found is None:
        raise Http404
    return found


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
        rows = queries.with_validity(rows, BY_SLUG[asked["hieu-luc"]], day_of(unit))
    return rows


def _counts(every: Any, unit: Unit, *, may_be_stored: bool) -> queries.Counts:
    if may_be_stored:
        return queries.facets(every)
    return queries.remembered(lambda: queries.facets(every), f"site-{unit.pk}")


def _facets(counts: queries.Counts, asked: dict[str, str]) -> list[dict[str, Any]]:
    names = {key: kind.name for key, kind in kinds().items()}
    found: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("loai", _("Kind"), [(key, names.get(key, key)) for key in counts["kind"]]),
        ("nam", _("Year"), [(str(year), str(year)) for year in reversed(counts["year"])]),
        ("co-quan", _("Authority"), [(key, key) for key in counts["issuer_name"]]),
        ("linh-vuc", _("Field of the document"), [(key, fields().get(key, key)) for key in counts["field"]]),
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


def _row(row: OfficialDocument, today: date) -> dict[str, Any]:
    state = validity(row.span, today)
    return {"document": row, "state": VALIDITY[state], "tone": TONES[state]}
