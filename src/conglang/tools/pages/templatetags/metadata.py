"""The part of a page's head that programs read."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conglang.tools.media.public import public_picture
from conglang.tools.pages.metadata import (
    PageFacts,
    SiteFacts,
    described,
    dublin_core,
    open_graph,
    structured_data,
)

register = template.Library()

FEEDS = (
    ("RSS", "application/rss+xml", "rss.xml"),
    ("Atom", "application/atom+xml", "atom.xml"),
    ("JSON", "application/feed+json", "feed.json"),
)


@register.inclusion_tag("pages/metadata.html", takes_context=True)
def metadata(context: dict[str, Any]) -> dict[str, Any]:
    """Canonical address, description, feeds, and the page in the words of three vocabularies.

    A view gives `facts` (PageFacts) of what it shows; for any other page the breadcrumb tells its name.
    At the desk (previews) nothing is written: a draft has no address yet.
    """
    request = context.get("request")
    if getattr(request, "site", None) is None or "frame" not in context:
        return {"page": None}
    site = site_facts(request, context["frame"])
    page: PageFacts = context.get("facts") or _facts_of_any(context, request)
    return {
        "page": page,
        "url": page.url(site),
        "description": described(site, page),
        "feeds": [
            {"content_type": content_type, "title": f"{title} ({form})", "url": f"{folder}{file}"}
            for title, folder in [*page.feeds, (_("%(name)s: latest items") % {"name": site.name}, "/")]
            for form, content_type, file in FEEDS
        ],
        "site_name": site.name,
        "open_graph": open_graph(site, page),
        "dublin_core": dublin_core(site, page),
        "structured_data": _data_block(structured_data(site, page)),
    }


def site_facts(request: Any, frame: Any) -> SiteFacts:
    """The site that the request came to, under the one host that it has."""
    unit, profile = frame.unit, frame.profile
    emblem = public_picture(profile.emblem) if profile else None
    return SiteFacts(
        base=f"{request.scheme}://{request.get_host()}",
        name=unit.title,
        authority=profile.authority if profile else unit.title,
        since=request.site.opened_on,
        parent_name=unit.parent.title if unit.parent else "",
        address=profile.address if profile else "",
        phone=profile.phone if profile else "",
        email=profile.email if profile else "",
        emblem=emblem.path if emblem else "",
    )


def _facts_of_any(context: dict[str, Any], request: Any) -> PageFacts:
    crumbs = context.get("crumbs") or []
    unit = context["frame"].unit
    name = crumbs[-1]["label"] if crumbs else unit.title
    is_home = request.path == "/"
    way = tuple((str(crumb["label"]), crumb["url"]) for crumb in crumbs if crumb.get("url"))
    about = _("The official site of %(name)s.") % {"name": unit.naming.in_text} if is_home else ""
    return PageFacts(title=str(name), path=request.path, description=about, crumbs=way)


def _data_block(json: str) -> SafeString:
    return mark_safe(json)  # noqa: S308 - as_json leaves nothing that looks like markup
