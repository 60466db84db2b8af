"""What the pages about cases share: the site, the office beside the form, breadcrumbs."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.wording import TO_CITIZENS
from conglang.tools.pages.context import page_context
from conglang.tools.pages.metadata import PageFacts

BASE = "/phan-anh/"
LOOK_UP = "/tra-ma/"
PUBLISHED = f"{BASE}cong-khai/"


def unit_of(request: HttpRequest) -> Unit:
    """Whose site it is."""
    unit: Unit = request.site.unit  # type: ignore[attr-defined]  # set by the host middleware
    return unit


def framed(request: HttpRequest, heading: str, path: str, *, feeds: bool = False) -> dict[str, Any]:
    """The frame of a page about cases; `office` is how to reach the commune without this form."""
    crumbs = [{"label": _("Home"), "url": "/"}, {"label": _("Tell the commune"), "url": BASE}]
    if path != BASE:
        crumbs.append({"label": heading, "url": path})
    context = page_context(request)
    facts = PageFacts(
        title=heading,
        path=path,
        crumbs=tuple((each["label"], each["url"]) for each in crumbs),
        feeds=((_("Published cases"), PUBLISHED),) if feeds else (),
    )
    profile = context["frame"].profile
    office = {"phone": profile.phone, "email": profile.email} if profile else {}
    return context | {"heading": heading, "crumbs": crumbs, "facts": facts, "office": office}


def with_states(cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Cases, each with its state as citizens read it."""
    return [(case, str(TO_CITIZENS[Process(case.process)])) for case in cases]


def for_one_reader(response: HttpResponse) -> HttpResponse:
    """Keep a sender's page out of every memory and every other site's log."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
