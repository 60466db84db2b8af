from base64 import b64encode
from typing import Any

from django import template
from django.conf import settings

from conglang.tools.media.derivatives import private_derivative
from conglang.tools.media.models import Document, Image
from conglang.tools.media.rules import SOUNDS, VIDEOS
from conglang.tools.media.services.expose import document_name, front_page_name
from conglang.tools.media.storage import private_storage

register = template.Library()

INSIDE_WIDTH = 640  # pixels of a picture that travels inside a saved page


@register.inclusion_tag("media/picture.html", takes_context=True)
def picture(
    context: dict[str, Any], image: Image, alt: str = "", sizes: str = "100vw", *, first: bool = False
) -> dict[str, Any]:
    """A responsive picture. `sizes` as in HTML; `first` for the one seen at once, which loads eagerly.

    On public hosts the public copies are named, at the desk (previews) the private ones. In a page that
    holds everything itself (`self_contained`) the picture is part of the page.
    """
    if context.get("self_contained"):
        return {"alt": alt, "width": image.width, "height": image.height, "src": _inside(image)}
    public = getattr(context.get("request"), "site", None) is not None
    sources: dict[str, list[tuple[str, int]]] = {}
    for item in image.derivatives:
        url = _url(image, item["width"], item["format"], public=public)
        sources.setdefault(item["format"], []).append((url, item["width"]))
    fallback = sources.get("jpeg", [])
    return {
        "alt": alt,
        "sizes": sizes,
        "first": first,
        "width": image.width,
        "height": image.height,
        "sources": [
            {"type": f"image/{name}", "srcset": ", ".join(f"{url} {width}w" for url, width in pairs)}
            for name, pairs in sources.items()
            if name != "jpeg"
        ],
        "src": fallback[min(1, len(fallback) - 1)][0] if fallback else ("" if public else image.file.url),
    }


@register.simple_tag(takes_context=True)
def attachment_url(context: dict[str, Any], document: Document) -> str:
    """Where this reader fetches the attachment."""
    if getattr(context.get("request"), "site", None) is not None:
        return f"{settings.MEDIA_URL}{document_name(document)}"
    return str(document.file.url)


@register.inclusion_tag("media/front_page.html", takes_context=True)
def front_page(context: dict[str, Any], document: Document, alt: str) -> dict[str, Any]:
    """A small picture of a file's first page on public pages; nothing while there is none."""
    is_shown = document.front_page and getattr(context.get("request"), "site", None) is not None
    if not is_shown:
        return {"src": ""}
    return {"src": f"{settings.MEDIA_URL}{front_page_name(document)}", "alt": alt, **document.front_page}


@register.simple_tag(takes_context=True)
def picture_address(context: dict[str, Any], image: Image, most: int = 10_000) -> str:
    """Where a reader sees the largest size up to `most` pixels wide by itself; empty while there is none."""
    if context.get("self_contained"):
        return ""
    widths = [item["width"] for item in image.derivatives if item["format"] == "jpeg"]
    if not widths:
        return ""
    width = max((each for each in widths if each <= most), default=min(widths))
    public = getattr(context.get("request"), "site", None) is not None
    return _url(image, width, "jpeg", public=public)


@register.filter
def content_type(document: Document) -> str:
    """The type that browsers are told of a recording."""
    return (VIDEOS | SOUNDS)[document.extension].content_type


def _inside(image: Image) -> str:
    """A middle size as a data address; empty while there is none."""
    widths = [item["width"] for item in image.derivatives if item["format"] == "jpeg"]
    if not widths:
        return ""
    width = max((each for each in widths if each <= INSIDE_WIDTH), default=min(widths))
    with private_storage().open(private_derivative(image, width, "jpeg")) as file:
        return f"data:image/jpeg;base64,{b64encode(file.read()).decode()}"


def _url(image: Image, width: int, format_name: str, *, public: bool) -> str:
    if public:
        return f"{settings.MEDIA_URL}{image.public_folder}/{width}.{format_name}"
    return private_storage().url(private_derivative(image, width, format_name))
