"""What readers take away from an item: a copy for their device, a code for another phone, a citation."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.content.newsroom.languages import own_name
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import other_languages
from conglang.kernel.clock import local_day
from conglang.portal.facts import address_of
from conglang.portal.feeds import base_of
from conglang.portal.framing import unit_of
from conglang.portal.queries import item_at

STYLE = Path(__file__).with_name("data") / "saved.css"
QR_SECONDS = 24 * 3600
QR_PIXELS = 6  # of the code's smallest square; a phone reads it from a screen at arm's length


def page_tools(request: HttpRequest, item: Article) -> dict[str, Any]:
    """What the templates `page_tools.html` and `languages.html` need."""
    base = base_of(request)
    family = [item, *other_languages(item)]
    address = f"{base}{address_of(item)}"
    return tools_of(address, citation(item, address), item.get_absolute_url()) | {
        "saved_url": f"{item.get_absolute_url()}tai-ve/",
        "site_address": base,
        "languages": [
            {"code": each.language, "name": own_name(each.language), "url": address_of(each)}
            for each in family[1:]
        ],
        "alternates": [(each.language, f"{base}{address_of(each)}") for each in family] if family[1:] else [],
        "default_address": f"{base}{address_of(_original(family))}",
    }


def tools_of(address: str, citation: str, tools_url: str) -> dict[str, Any]:
    """What every page can be taken away by; a copy for the device only where `saved_url` is added."""
    return {"address": address, "citation": citation, "tools_url": tools_url, "saved_url": ""}


def citation(item: Article, address: str) -> str:
    """The item as others name it: author, title, whose site, day, address."""
    author = item.source_name if item.is_collected else item.author_name
    site = _("Website of %(unit)s") % {"unit": item.unit.naming.in_text}
    day = f"{local_day(item.first_published_at):%d/%m/%Y}" if item.first_published_at else ""
    parts = [author, f"“{item.title}”", site, day, address]
    return ", ".join(part for part in parts if part)


@visitors
@require_safe
def qr_code(request: HttpRequest, section_slug: str, article_slug: str) -> HttpResponse:
    """The item's address as a code that phones read with their camera."""
    item = found_item(request, section_slug, article_slug)
    return code_of(f"{base_of(request)}{address_of(item)}", str(item.title))


def code_of(address: str, title: str) -> HttpResponse:
    """An address as a picture."""
    data = BytesIO()
    _code(address).save(data, kind="svg", scale=QR_PIXELS, border=4, light="#fff", title=title)
    response = HttpResponse(data.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={QR_SECONDS}"
    return response


@visitors
@require_safe
def saved_copy(request: HttpRequest, section_slug: str, article_slug: str) -> HttpResponse:
    """The whole item in one file, pictures and all, that opens without a net."""
    item = found_item(request, section_slug, article_slug)
    tools = page_tools(request, item)
    context = tools | {
        "article": item,
        "unit": item.unit,
        "self_contained": True,
        "style": style(),
        "code": inline_code(tools["address"]),
    }
    response = render(request, "portal/saved.html", context)
    response["Content-Disposition"] = f'attachment; filename="{item.slug}.html"'
    return response


def found_item(request: HttpRequest, section_slug: str, article_slug: str) -> Article:
    """The live item at an address of the request's site. Raises Http404."""
    unit = unit_of(request)
    item = item_at(unit, section_slug, article_slug)
    if item is None:
        raise Http404
    return item


@cache
def style() -> SafeString:
    """The look of a saved copy, which has no style sheet of ours at hand."""
    return mark_safe(STYLE.read_text("utf-8"))  # noqa: S308 - our own file


def inline_code(address: str) -> SafeString:
    """An address as a picture that stands in the page itself."""
    return mark_safe(_code(address).svg_inline(scale=3, border=4, light="#fff"))  # noqa: S308 - our own


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m")


def _original(family: list[Article]) -> Article:
    return next((each for each in family if each.translation_of_id is None), family[0])
