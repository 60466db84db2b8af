"""The frame of a public page as its templates want it."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conglang.base.units.models import Site, Unit, UnitLevel
from conglang.tools.media.models import Image
from conglang.tools.pages.front import channels
from conglang.tools.pages.models import Section
from conglang.tools.pages.queries import Frame, frame


def page_context(request: HttpRequest, *, current: Section | None = None) -> dict[str, Any]:
    """Header, menu and footer of the site that the request came to; `current` is the section being read."""
    site: Site = cast("Any", request).site  # set by the host middleware on public hosts
    return site_context(site.unit, current=current)


def site_context(unit: Unit, *, current: Section | None = None) -> dict[str, Any]:
    """The same for a unit's site, whatever the request came to: previews at the desk need it too."""
    around = frame(unit)
    here = {current.pk, current.parent_id} if current else set()
    return {
        "frame": around,
        "masthead": _masthead(unit, around),
        "menu": [
            {
                **_link(entry.section, here),
                "children": [_link(child, here) for child in entry.children],
            }
            for entry in around.menu
        ]
        + _communes(unit),
        "search_url": "/tim-kiem/",
        "suggest_url": "/tim-kiem/goi-y/",
        "imprint": imprint(around) | {"channels": channels(unit), "about": about_links()},
    }


def _communes(unit: Unit) -> list[dict[str, Any]]:
    """The way from a province's portal to its communes, which are a part of it by law."""
    if unit.level != UnitLevel.PROVINCE:
        return []
    return [{"label": _("Communes and wards"), "url": "/xa-phuong/", "current": False, "children": []}]


def _masthead(unit: Unit, around: Frame) -> dict[str, Any]:
    return {
        "name": unit.title,
        "parent_name": unit.parent.title if unit.parent else "",
        "home_url": "/",
        "emblem_url": _smallest(around.profile.emblem) if around.profile and around.profile.emblem else "",
    }


def _smallest(image: Image) -> str:
    sizes = [item for item in image.derivatives if item["format"] == "webp"]
    if not sizes:
        return ""
    return f"{settings.MEDIA_URL}{image.public_folder}/{min(item['width'] for item in sizes)}.webp"


def _link(section: Section, here: set[int | None]) -> dict[str, Any]:
    return {"label": section.title, "url": section.get_absolute_url(), "current": section.pk in here}


def about_links() -> list[dict[str, str]]:
    """Pages that every site has beside its sections."""
    return [
        {"label": _("Get our news"), "url": "/nhan-tin/"},
        {"label": _("Questions and answers"), "url": "/hoi-dap/"},
        {"label": _("Polls"), "url": "/binh-chon/"},
        {"label": _("Funds and contributions"), "url": "/dong-gop/"},
        {"label": _("Site map"), "url": "/so-do-trang/"},
        {"label": _("Accessibility statement"), "url": "/tuyen-bo-tiep-can/"},
        {"label": _("Copyright and use elsewhere"), "url": "/ban-quyen/"},
        {"label": _("Official channels"), "url": "/kenh-chinh-thuc/"},
        {"label": _("Open data"), "url": "/du-lieu-mo/"},
        {"label": _("Page views"), "url": "/luot-truy-cap/"},
        {"label": _("App for your phone"), "url": "/ung-dung/"},
    ]


def imprint(around: Frame) -> dict[str, Any]:
    """The footer by law: who answers for the site, how to reach them, under which licence."""
    profile = around.profile
    if profile is None:
        return {}
    return {
        "authority": profile.authority,
        "responsible": profile.responsible_person,
        "address": profile.address,
        "phone": profile.phone,
        "email": profile.email,
        "license": profile.license,
        "links": [
            {"label": section.title, "url": section.get_absolute_url()}
            for key in ("contacts", "spokesperson", "disclosure", "procedures")
            for section in around.sections.values()
            if section.key == key
        ],
    }
