"""What the pages about cases share: the site, the office beside the form, breadcrumbs."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.units.models import Unit
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.wording import TO_CITIZENS
from conglang.portal import framing
from conglang.portal.framing import Room, unit_of
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pages.models import SiteProfile

BASE = "/phan-anh/"
LOOK_UP = "/tra-ma/"
PUBLISHED = f"{BASE}cong-khai/"
ROOM = Room(gettext_lazy("Tell the commune"), BASE)


def told_unit(request: HttpRequest) -> Unit:
    """Whom one tells it: the commune whose site it is, or which the app names."""
    unit: Unit = getattr(request, "told_unit", None) or unit_of(request)
    return unit


def framed(request: HttpRequest, heading: str, path: str, *, feeds: bool = False) -> dict[str, Any]:
    """The frame of a page about cases; `office` is how to reach the commune without this form.

    `told` is the commune where that is not whose site it is: inside the app of a province.
    """
    named = ((_("Published cases"), PUBLISHED),) if feeds else ()
    context = framing.framed(request, ROOM, heading, path, PageFacts(title=heading, path=path, feeds=named))
    unit = told_unit(request)
    is_own = unit == unit_of(request)
    profile = context["frame"].profile if is_own else SiteProfile.objects.filter(unit=unit).first()
    office = {"phone": profile.phone, "email": profile.email} if profile else {}
    return context | {"office": office, "told": None if is_own else unit}


def with_states(cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Cases, each with its state as citizens read it."""
    return [(case, str(TO_CITIZENS[Process(case.process)])) for case in cases]


def for_one_reader(response: HttpResponse) -> HttpResponse:
    """Keep a sender's page out of every memory and every other site's log."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
