"""Administrative procedures for visitors: by life event, by field, by words; one with all its parts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.procedures.asking import found, life_events
from conglang.content.procedures.models import Procedure
from conglang.content.procedures.queries import at_code, notes_on, posted
from conglang.content.procedures.rules import Content, Paper
from conglang.content.procedures.wording import ONLINE, WAYS, sheets
from conglang.kernel.text import collation_key, slugify
from conglang.portal.framing import Room, framed, unit_of
from conglang.portal.keeping import citation, tools_of
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.stored import stored

SECTION, BASE = "procedures", "/thu-tuc/"
ROOM = Room(gettext_lazy("Administrative procedures"), BASE, SECTION)
NATIONAL_PORTAL = "https://dichvucong.gov.vn/"
MAX_TEXT = 200


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """Life events, fields and the guides."""
    context = framed(request, ROOM, _("Administrative procedures"), BASE)
    return render(request, "portal/procedures/index.html", context | _choices(unit_of(request)))


@visitors
@require_safe
@stored
def of_event(request: HttpRequest, event: str) -> HttpResponse:
    """What people need when something happens in their lives."""
    wanted = next((each for each in life_events() if each.key == event), None)
    if wanted is None:
        raise Http404
    rows = [row for row in _rows(unit_of(request)) if wanted.has(row)]
    context = framed(request, ROOM, wanted.title, f"{BASE}viec/{event}/")
    return render(request, "portal/procedures/list.html", context | {"rows": _listed(rows)})


@visitors
@require_safe
@stored
def of_field(request: HttpRequest, field: str) -> HttpResponse:
    """The procedures of one field."""
    rows = [row for row in _rows(unit_of(request)) if slugify(row.field) == field]
    if not rows:
        raise Http404
    context = framed(request, ROOM, rows[0].field, f"{BASE}linh-vuc/{field}/")
    return render(request, "portal/procedures/list.html", context | {"rows": _listed(rows)})


@visitors
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What goes with the words that somebody typed."""
    text = request.GET.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip()
    rows = found(text, _rows(unit_of(request))) if text else []
    context = framed(request, ROOM, _("Find a procedure"), f"{BASE}tim/")
    return render(request, "portal/procedures/list.html", context | {"rows": _listed(rows), "text": text})


@visitors
@require_safe
@stored
def guide(request: HttpRequest) -> HttpResponse:
    """How to file, pay and look up on the national portal."""
    context = framed(request, ROOM, _("How to file, pay and look up online"), f"{BASE}huong-dan/")
    return render(request, "portal/procedures/guide.html", context | {"portal_url": NATIONAL_PORTAL})


@visitors
@require_safe
@stored
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure; a former code leads on to today's."""
    row = _procedure(request, code)
    if row.code != code:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    unit, path = unit_of(request), row.get_absolute_url()
    context = framed(request, ROOM, row.name, path) | parts_of(row, unit)
    context |= tools_of(request, path, citation(row.name, unit, row.since, by=row.code))
    return render(request, "portal/procedures/procedure.html", context)


@visitors
@require_safe
@stored
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """What to bring, as a sheet for printing."""
    row = _procedure(request, code)
    if row.code != code:
        return HttpResponsePermanentRedirect(reverse("portal:procedure_checklist", args=[row.code]))
    content = row.parts
    context = framed(request, ROOM, row.name, row.get_absolute_url()) | {
        "procedure": row,
        "content": content,
        "ways": [(WAYS.get(each.way, each.way), each) for each in content.ways],
        "papers": _papers(content),
    }
    return render(request, "portal/procedures/checklist.html", context)


def parts_of(row: Procedure, unit: Unit) -> dict[str, Any]:
    """What the page of a procedure shows, with what the unit's office adds to it."""
    content = row.parts
    return {
        "heading": row.name,
        "procedure": row,
        "content": content,
        "online": ONLINE.get(content.online, ""),
        "ways": [(WAYS.get(each.way, each.way), each) for each in content.ways],
        "papers": _papers(content),
        "notes": notes_on(unit.pk, row),
        "file_url": content.link or NATIONAL_PORTAL,
        "has_own_page": bool(content.link),
    }


def of_section(request: HttpRequest, section: Section, context: dict[str, Any]) -> HttpResponse | None:
    """The list of procedures in the section of procedures, while it has no items of its own."""
    if section.key != SECTION:
        return None
    found_here = _choices(unit_of(request))
    if not found_here["fields"]:
        return None
    context = context | found_here | {"heading": section.title}
    return render(request, "portal/procedures/index.html", context)


def _choices(unit: Unit) -> dict[str, Any]:
    rows = list(_rows(unit))
    fields: dict[str, int] = {}
    for row in rows:
        fields[row.field] = fields.get(row.field, 0) + 1
    return {
        "events": [
            (each.title, reverse("portal:procedures_of_event", args=[each.key]), number)
            for each in life_events()
            if (number := sum(each.has(row) for row in rows))
        ],
        "fields": [
            (name, reverse("portal:procedures_of_field", args=[slugify(name)]), fields[name])
            for name in sorted(fields, key=collation_key)
            if slugify(name)
        ],
        "count": len(rows),
    }


def _rows(unit: Unit) -> list[Procedure]:
    return list(posted(unit).defer("content"))


def _listed(rows: list[Procedure]) -> list[tuple[Procedure, Any]]:
    return [(row, ONLINE.get(row.online, "")) for row in rows]


def _papers(content: Content) -> list[tuple[str, list[tuple[Paper, str]]]]:
    """Papers by the case in which they are needed, those that are always needed first."""
    cases = dict.fromkeys(sorted((each.case for each in content.papers), key=bool))
    return [(case, [(each, sheets(each)) for each in content.papers if each.case == case]) for case in cases]


def _procedure(request: HttpRequest, code: str) -> Procedure:
    row = at_code(unit_of(request), code)
    if row is None:
        raise Http404
    return row
