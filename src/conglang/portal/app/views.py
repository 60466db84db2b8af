"""The pages of the app. All are plain pages; what a reader chose stays on the phone.

Pages about a commune are not stored, for the same reason as those of `portal/communes.py`.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.content.procedures.models import Procedure
from conglang.content.procedures.queries import at_code, posted
from conglang.kernel.clock import now as clock_now
from conglang.kernel.text import collation_key
from conglang.portal.app.place import address_of, commune_of, communes_of, frame, in_app
from conglang.portal.cases import sending
from conglang.portal.commune_parts import lines_of
from conglang.portal.communes import tab_path
from conglang.portal.facts import article_facts
from conglang.portal.framing import unit_of
from conglang.portal.home import host_of
from conglang.portal.procedures import parts_of
from conglang.portal.queries import item_at, own_ids, put_here, shown_by
from conglang.tools.distribution.queries import remark_on
from conglang.tools.pages.metadata import PageFacts
from conglang.tools.pages.models import SectionKind, SiteProfile
from conglang.tools.pagestore.queries import shown_notices
from conglang.tools.pagestore.stored import stored

NEWEST, COMING = 6, 8
MAX_SHARED = 2000  # letters of what another app hands over
EMERGENCY: tuple[tuple[str, Promise], ...] = (
    ("113", gettext_lazy("Police")),
    ("114", gettext_lazy("Fire and rescue")),
    ("115", gettext_lazy("Ambulance")),
    ("112", gettext_lazy("Search and rescue")),
)
# what a reader may leave out of the front page; urgent notices and telephone numbers always stand there
TOPICS: tuple[tuple[str, Promise], ...] = (
    ("notices", gettext_lazy("Notices")),
    ("news", gettext_lazy("News")),
    ("calendar", gettext_lazy("Calendar")),
    ("procedures", gettext_lazy("Procedures")),
)


@visitors
@require_safe
@stored
@in_app
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the chosen communes, emergency numbers, what the portal itself published."""
    unit = unit_of(request)
    context = frame(request, _("App of %(unit)s") % {"unit": unit.naming.in_text}) | {
        "emergency": EMERGENCY,
        "news": shown_by([unit.pk]).exclude(section__kind=SectionKind.PAGE)[:NEWEST],
        "unit": unit,
    }
    return render(request, "portal/app/front.html", context)


@visitors
@require_safe
@in_app
def communes(request: HttpRequest) -> HttpResponse:
    """All communes; a script marks those that were chosen on this phone."""
    context = frame(request, _("My communes"))
    rows = communes_of(unit_of(request))
    context["communes"] = [(row, f"{address_of(row)}/") for row in rows]
    return render(request, "portal/app/communes.html", context)


@visitors
@require_safe
@in_app
def commune(request: HttpRequest, commune: str) -> HttpResponse:
    """Everything of a commune in one page, which the front page and the phone's memory are made of."""
    unit = commune_of(request, commune)
    with use_scope(public_scope(unit)):
        rows = shown_by(own_ids(unit)).exclude(section__kind=SectionKind.PAGE)
        home = host_of(request, unit)
        context = frame(request, unit.title, _my_communes()) | {
            "commune": unit,
            "path": address_of(unit),
            "urgent": shown_notices(clock_now()).filter(unit=unit),
            "profile": SiteProfile.objects.filter(unit=unit).first(),
            "news": rows.exclude(section__key="notices")[:NEWEST],
            "notices": rows.filter(section__key="notices")[:NEWEST],
            "calendar": lines_of(unit, "schedules")[:COMING],
            "procedures": posted(unit).count(),
            "site": f"{home}/" if home else f"{tab_path(unit)}/",
            "host": home,
            "topics": TOPICS,
            "hamlets": sorted(Hamlet.objects.filter(unit=unit), key=lambda row: collation_key(row.name)),
        }
        return render(request, "portal/app/commune.html", context)


@visitors
@require_safe
@in_app
def procedures(request: HttpRequest, commune: str) -> HttpResponse:
    """The procedures of a commune by field."""
    unit = commune_of(request, commune)
    with use_scope(public_scope(unit)):
        fields: dict[str, list[Procedure]] = {}
        for row in posted(unit).defer("content"):
            fields.setdefault(row.field, []).append(row)
        context = frame(request, _("Procedures"), _my_communes(), _way_to(unit)) | {
            "path": address_of(unit),
            "fields": sorted(fields.items(), key=lambda pair: collation_key(pair[0])),
        }
        return render(request, "portal/app/procedures.html", context)


@visitors
@require_safe
@in_app
def procedure(request: HttpRequest, commune: str, code: str) -> HttpResponse:
    """One procedure as the commune handles it, for reading without a network later."""
    unit = commune_of(request, commune)
    with use_scope(public_scope(unit)):
        row = at_code(unit, code)
        if row is None:
            raise Http404
        path = row.get_absolute_url()
        context = frame(request, row.name, _my_communes(), _way_to(unit)) | parts_of(row, unit)
        context["facts"] = PageFacts(title=row.name, path=path, home=host_of(request, unit))
        return render(request, "portal/app/procedure.html", context)


@visitors
@require_safe
@in_app
def article(request: HttpRequest, commune: str, section_slug: str, article_slug: str) -> HttpResponse:
    """One item of a commune, whole; programs are told that it is known at the commune's own address."""
    unit = commune_of(request, commune)
    with use_scope(public_scope(unit)):
        item = item_at(unit, section_slug, article_slug)
        if item is None:
            raise Http404
        context = frame(request, item.title, _my_communes(), _way_to(unit))
        return render(request, "portal/app/article.html", context | _item(request, unit, item))


@visitors
@require_safe
@stored
@in_app
def installing(request: HttpRequest) -> HttpResponse:
    """How to put the app on the home screen, and how to leave the browser inside another app."""
    return render(request, "portal/app/installing.html", frame(request, _("Put the app on your phone")))


@visitors
@require_safe
@stored
@in_app
def offline(request: HttpRequest) -> HttpResponse:
    """What the app shows without a network for a page that was never read."""
    context = frame(request, _("There is no network")) | {"emergency": EMERGENCY}
    return render(request, "portal/app/offline.html", context)


@visitors
@csrf_exempt  # another app hands it over; nothing is stored
@require_http_methods(["GET", "HEAD", "POST"])
@in_app
def shared(request: HttpRequest) -> HttpResponse:
    """What was handed over from another app, with what can be done with it.

    Where the worker runs, it takes the posted text and pictures, and only the page itself is asked for.
    """
    given = [
        " ".join(request.POST.get(name, "").replace("\x00", "").split())
        for name in ("ten", "noi-dung", "dia-chi")
    ]
    text = " ".join(part for part in given if part)[:MAX_SHARED]
    context = frame(request, _("Shared with the app")) | {"text": text}
    return render(request, "portal/app/shared.html", context)


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
@in_app
def tell(request: HttpRequest, commune: str, stream: str) -> HttpResponse:
    """The form of a commune inside the app: only here can go on what another app has shared."""
    unit = commune_of(request, commune)
    request.told_unit = unit  # type: ignore[attr-defined]
    with use_scope(public_scope(unit)):
        return sending.tell(request, stream)


def _item(request: HttpRequest, unit: Unit, item: Article) -> dict[str, Any]:
    line = put_here(unit, item)
    home = host_of(request, item.unit) if line else host_of(request, unit)
    return {
        "commune": unit,
        "article": item,
        "remark": remark_on(line) if line else None,
        "facts": article_facts(item, (), home),
    }


def _my_communes() -> dict[str, str]:
    return {"label": _("My communes"), "url": reverse("portal:app_communes")}


def _way_to(unit: Unit) -> dict[str, str]:
    return {"label": unit.title, "url": f"{address_of(unit)}/"}
