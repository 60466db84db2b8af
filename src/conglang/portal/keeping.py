"""What readers take away from an item: a copy for their device, a code for another phone, a citation."""

from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.content.newsroom.languages import own_name
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import other_languages
from conglang.kernel.clock import local_day
from conglang.portal.facts import address_of
from conglang.portal.feeds import base_of
from conglang.portal.framing import unit_of, words_beside
from conglang.portal.opinion_forms import OpinionForm
from conglang.portal.queries import item_at

STYLE = Path(__file__).with_name("data") / "saved.css"
QR_SECONDS = 24 * 3600
QR_PIXELS = 6  # of the code's smallest square; a phone reads it from a screen at arm's length


def page_tools(request: HttpRequest, item: Article) -> dict[str, Any]:
    """What the templates `page_tools.html` and `languages.html` need."""
    base = base_of(request)
    family = [item, *other_languages(item)]
    return item_tools(request, item) | {
        "saved_url": f"{item.get_absolute_url()}tai-ve/",
        "site_address": base,
        "languages": [
            {"code": each.language, "name": own_name(each.language), "url": address_of(each)}
            for each in family[1:]
        ],
        "alternates": [(each.language, f"{base}{address_of(each)}") for each in family] if family[1:] else [],
        "default_address": f"{base}{address_of(_original(family))}",
    }


def item_tools(request: HttpRequest, item: Article, tab: str = "") -> dict[str, Any]:
    """The same without other languages and the copy; `tab` is where its commune stands on another's site."""
    author = item.source_name if item.is_collected else item.author_name
    told = citation(item.title, item.unit, item.first_published_at, by=author)
    tools = tools_of(request, f"{tab}{address_of(item)}", told)
    return tools | {"tools_url": f"{tab}{item.get_absolute_url()}"}


def tools_of(request: HttpRequest, path: str, told: str) -> dict[str, Any]:
    """What the templates `page_tools.html` and `opinion_box.html` need, for a page of any kind.

    `told` is its citation without the address; a copy for the device is offered where `saved_url` is added.
    """
    address = f"{base_of(request)}{path}"
    return {
        "address": address,
        "citation": f"{told}, {address}",
        "tools_url": path,
        "saved_url": "",
        "opinion_form": OpinionForm(),
    }


def citation(title: str, unit: Unit, at: datetime | None, *, by: str = "") -> str:
    """A page as others name it: author or number, title, whose site, day; the address follows."""
    site = _("Website of %(unit)s") % {"unit": unit.naming.in_text}
    parts = [by, f"“{title}”", site, f"{local_day(at):%d/%m/%Y}" if at else ""]
    return ", ".join(part for part in parts if part)


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
    with override(words_beside(item.language)):
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
