"""Pages about the site itself: its map, accessibility, use elsewhere."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Reuse, ReuseDecision
from conglang.portal.framing import unit_of
from conglang.tools.pages import front
from conglang.tools.pages.context import page_context
from conglang.tools.pagestore.stored import stored

SOURCE = Path(__file__).with_name("data") / "accessibility.toml"
MEASURED: dict[str, Promise] = {
    "home": gettext_lazy("home page"),
    "section": gettext_lazy("list of a section"),
    "article": gettext_lazy("article"),
    "search": gettext_lazy("search"),
    "statement": gettext_lazy("this statement"),
}
GAPS: dict[str, Promise] = {
    "scans": gettext_lazy("Scanned documents are pictures of paper. Screen readers cannot read them."),
    "old_recordings": gettext_lazy("Some older videos and recordings have no captions and no transcript."),
    "voice": gettext_lazy(
        "Reading aloud uses the voice of your own device. Devices without a Vietnamese voice cannot do it."
    ),
    "people": gettext_lazy("No review by people with disabilities has been carried out yet."),
}


@visitors
@require_safe
@stored
def site_map(request: HttpRequest) -> HttpResponse:
    """All sections with what lies below them, for people."""
    context = about_page(request, _("Site map"))
    sections = list(context["frame"].sections.values())
    context["tree"] = [
        (section, [child for child in sections if child.parent_id == section.pk])
        for section in sections
        if section.parent_id is None
    ]
    return render(request, "portal/site_map.html", context)


@visitors
@require_safe
@stored
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everybody, as it was measured, and where to complain."""
    facts = measured()
    context = about_page(request, _("Accessibility statement")) | {
        "measured": facts,
        "measured_pages": [MEASURED[key] for key in facts["pages"]],
        "gaps": [GAPS[key] for key in facts["gaps"]],
    }
    return render(request, "portal/accessibility.html", context)


@visitors
@require_safe
@stored
def rights(request: HttpRequest) -> HttpResponse:
    """Who may publish what of this site elsewhere (N10)."""
    context = about_page(request, _("Copyright and use elsewhere"))
    context["decision"] = ReuseDecision.objects.filter(unit=unit_of(request)).first()
    context["free"] = Reuse.FREE
    return render(request, "portal/rights.html", context)


@visitors
@require_safe
@stored
def channels(request: HttpRequest) -> HttpResponse:
    """Every official channel of the unit and of those above it; what is not here is not theirs (N12)."""
    unit = unit_of(request)
    context = about_page(request, _("Official channels"))
    above = Unit.objects.in_bulk(unit.ancestor_ids)
    context["groups"] = [
        (each, front.channels(each)) for each in (unit, *(above[pk] for pk in unit.ancestor_ids))
    ]
    return render(request, "portal/channels.html", context)


@cache
def measured() -> dict[str, Any]:
    """The facts of the last measurement."""
    with SOURCE.open("rb") as file:
        return tomllib.load(file)


def about_page(request: HttpRequest, title: str) -> dict[str, Any]:
    """The frame of a page about the site itself."""
    crumbs = [{"label": _("Home"), "url": "/"}, {"label": title}]
    return page_context(request) | {"title": title, "crumbs": crumbs}
