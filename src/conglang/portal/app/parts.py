"""What browsers need of an app: its description, icons, the worker, and whose Android package it trusts."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.portal.app.drawing import SIZES, icon_of
from conglang.portal.app.place import in_app
from conglang.portal.framing import unit_of
from conglang.tools.pages.metadata import as_json
from conglang.tools.pages.models import SiteProfile

SCRIPTS = Path(__file__).parents[1] / "static" / "portal" / "js"
BRAND, PAPER = "#7b2513", "#faf5ec"  # the tokens --brand and --page by day
ICON_SECONDS = 24 * 3600
_PARTS_OF_PAGES = ("ui/bundles/public.css", "ui/icons.svg", "ui/js/theme.js", "portal/js/app.js")


@visitors
@require_safe
@in_app
def manifest(request: HttpRequest) -> HttpResponse:
    """The app as browsers install it."""
    unit = unit_of(request)
    home = reverse("portal:app")
    icons = [{"src": _icon(size), "sizes": f"{size}x{size}", "type": "image/png"} for size in SIZES]
    told = {
        "id": home,
        "start_url": home,
        "scope": "/",
        "name": _("App of %(unit)s") % {"unit": unit.naming.in_text},
        "short_name": unit.name,
        "description": _("News, notices, calendars and procedures of your communes, also without a network."),
        "lang": "vi",
        "dir": "ltr",
        "display": "standalone",
        "theme_color": BRAND,
        "background_color": PAPER,
        "categories": ["government", "news"],
        "icons": [*icons, icons[-1] | {"purpose": "maskable"}],
        "shortcuts": [
            {"name": str(name), "url": url, "icons": icons[:1]}
            for name, url in (
                (_("My communes"), reverse("portal:app_communes")),
                (_("Search"), reverse("portal:search")),
            )
        ],
        "share_target": {
            "action": reverse("portal:app_shared"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "ten",
                "text": "noi-dung",
                "url": "dia-chi",
                "files": [{"name": "tep", "accept": ["image/*", "audio/*", "application/pdf"]}],
            },
        },
    }
    return _revalidated(json.dumps(told, ensure_ascii=False), "application/manifest+json")


@visitors
@require_safe
@in_app
def icon(request: HttpRequest, size: int) -> HttpResponse:
    """The unit's emblem on paper, or our gate, as a square picture."""
    if size not in SIZES:
        raise Http404
    profile = SiteProfile.objects.filter(unit=unit_of(request)).select_related("emblem").first()
    emblem = profile.emblem if profile else None
    data = BytesIO()
    if emblem:
        with emblem.file.open("rb") as file:
            icon_of(size, file).save(data, "PNG", optimize=True)
    else:
        icon_of(size).save(data, "PNG", optimize=True)
    response = HttpResponse(data.getvalue(), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={ICON_SECONDS}"
    return response


@visitors
@require_safe
@conditional_page
@in_app
def worker(request: HttpRequest) -> HttpResponse:
    """The script that works beside the pages; with the app switched off, one that clears up and leaves."""
    if not settings.APP:
        return _revalidated(_script("retiring_worker.js"), "text/javascript; charset=utf-8")
    files = [static(name) for name in _PARTS_OF_PAGES]
    facts: dict[str, Any] = {
        "essential": [
            reverse("portal:app"),
            reverse("portal:app_offline"),
            reverse("portal:app_installing"),
            *files,
        ],
        "offline": reverse("portal:app_offline"),
        "home": reverse("portal:app"),
        "shared": reverse("portal:app_shared"),
        "push": reverse("portal:push"),
        "icon": _icon(SIZES[1]),
        "saved": _("There is no network. You see what this phone kept on %s."),
        "message": _("There is news from your commune."),
    }
    # another address of a file is another script, and browsers fetch the essentials anew
    return _revalidated(
        f"const FACTS = {as_json(facts)};\n{_script('worker.js')}", "text/javascript; charset=utf-8"
    )


@visitors
@require_safe
@in_app
def asset_links(request: HttpRequest) -> HttpResponse:
    """Which Android packages may open the site as an app of their own (digital asset links)."""
    if not settings.APP_PACKAGE:
        raise Http404
    told = [
        {
            "relation": ["delegate_permission/common.handle_all_urls"],
            "target": {
                "namespace": "android_app",
                "package_name": settings.APP_PACKAGE,
                "sha256_cert_fingerprints": settings.APP_FINGERPRINTS,
            },
        }
    ]
    return _revalidated(json.dumps(told), "application/json")


def _icon(size: int) -> str:
    return reverse("portal:app_icon", args=[size])


@cache
def _script(name: str) -> str:
    return (SCRIPTS / name).read_text("utf-8")


def _revalidated(text: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Cache-Control"] = "max-age=0"
    return response
