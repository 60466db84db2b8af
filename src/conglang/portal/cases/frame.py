"""What the pages about cases share: the site, the office beside the form, breadcrumbs."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.citizens.cases.models import Case
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.wording import TO_CITIZENS
from conglang.portal import framing
from conglang.portal.framing import Room
from conglang.tools.pages.metadata import PageFacts

BASE = "/phan-anh/"
LOOK_UP = "/tra-ma/"
PUBLISHED = f"{BASE}cong-khai/"
ROOM = Room(gettext_lazy("Tell the commune"), BASE)


def framed(request: HttpRequest, heading: str, path: str, *, feeds: bool = False) -> dict[str, Any]:
    """The frame of a page about cases; `office` is how to reach the commune without this form."""
    named = ((_("Published cases"), PUBLISHED),) if feeds else ()
    context = framing.framed(request, ROOM, heading, path, PageFacts(title=heading, path=path, feeds=named))
    profile = context["frame"].profile
    office = {"phone": profile.phone, "email": profile.email} if profile else {}
    return context | {"office": office}


def with_states(cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Cases, each with its state as citizens read it."""
    return [(case, str(TO_CITIZENS[Process(case.process)])) for case in cases]


def for_one_reader(response: HttpResponse) -> HttpResponse:
    """Keep a sender's page out of every memory and every other site's log."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
