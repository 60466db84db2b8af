"""The catalogue on the desk: what is in force for the unit, and how much of it is posted."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.accounts.places import own_unit
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.scope import everything
from conglang.content.procedures.models import Version
from conglang.content.procedures.permissions import PROPOSE, READ, WRITE
from conglang.content.procedures.queries import at_code, coverage, coverage_below, posted
from conglang.content.procedures.wording import CHANGES, ONLINE, PARTS, as_lines
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import fold

PER_PAGE, MAX_TEXT, MOST_WORDS = 50, 200, 12


@needs(READ)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every procedure that people can file with the unit."""
    unit = own_unit(actor_of(request), READ)
    text = request.GET.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip()
    with everything("the catalogue of a province is public in all its units"):
        rows = posted(unit).defer("content")
        for word in fold(text).split()[:MOST_WORDS]:
            rows = rows.filter(folded__contains=word)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        listed = [(row, ONLINE.get(row.online, "")) for row in page]
    context = {"unit": unit, "tabs": tabs(request, unit), "text": text, "page": page, "rows": listed}
    return render(request, "procedures/index.html", context)


@needs(READ)
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure with all its parts and all its versions."""
    unit = own_unit(actor_of(request), READ)
    with everything("the catalogue of a province is public in all its units"):
        found = at_code(unit, code)
        if found is None:
            raise NotFound
        versions = list(Version.objects.filter(procedure=found).select_related("batch"))
    content = found.parts
    shown = [(label, as_lines(content, part)) for part, label in PARTS.items() if part != "former_code"]
    context = {
        "unit": unit,
        "tabs": tabs(request, unit),
        "procedure": found,
        "parts": [(label, lines) for label, lines in shown if any(lines)],
        "may_note": actor_of(request).may(WRITE, unit.pk),
        "versions": [(row, CHANGES[row.change]) for row in versions],
    }
    return render(request, "procedures/procedure.html", context)


@needs(READ)
@require_safe
def posted_share(request: HttpRequest) -> HttpResponse:
    """Of what has to be posted, how much is; with what is missing, and for a province with its communes."""
    unit = own_unit(actor_of(request), READ)
    figure = coverage(unit)
    below = coverage_below(unit, local_day(clock_now())) if unit.level == UnitLevel.PROVINCE else []
    context = {
        "unit": unit,
        "tabs": tabs(request, unit),
        "figure": figure,
        "missing": [(each, [str(PARTS[part]) for part in each.parts]) for each in figure.missing],
        "below": below,
        "complete": sum(1 for each in below if each.due and each.count == each.due),
    }
    return render(request, "procedures/posted.html", context)


def tabs(request: HttpRequest, unit: Unit) -> list[dict[str, Any]]:
    """The pages about procedures that are open to the person."""
    by, here = actor_of(request), request.resolver_match
    pages = [
        ("procedures:index", _("Procedures in force"), True),
        ("procedures:notes", _("Our notes"), True),
        ("procedures:posted", _("Posted and due"), True),
        ("procedures:imports", _("Imports"), unit.level == UnitLevel.PROVINCE and by.may(PROPOSE, unit.pk)),
    ]
    return [
        {"label": label, "url": reverse(name), "current": here is not None and here.view_name == name}
        for name, label, is_open in pages
        if is_open
    ]
