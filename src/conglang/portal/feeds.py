"""Feeds of a site and of each of its sections, in three formats."""

import mimetypes
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import urljoin

import nh3
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conglang.base.accounts.audience import visitors
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import files_of
from conglang.kernel.clock import LOCAL_ZONE
from conglang.portal.facts import LICENSE, address_of, attribution_of, rights_of
from conglang.portal.feed_formats import Enclosed, Entry, Feed, atom, json_feed, rss
from conglang.portal.framing import unit_of
from conglang.portal.queries import in_sections, own_ids, shown_by
from conglang.tools.media.models import Document
from conglang.tools.media.public import public_picture
from conglang.tools.media.services.expose import document_name
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pagestore.stored import stored

ENTRIES = 30
SITE_FEEDS = ("rss.xml", "atom.xml", "feed.json")
FORMATS: dict[str, tuple[str, Callable[[Feed], str]]] = {
    "rss.xml": ("application/rss+xml", rss),
    "atom.xml": ("application/atom+xml", atom),
    "feed.json": ("application/feed+json", json_feed),
}
# what a stranger's program shows of our pages: words, tables and plain pictures
_TAGS = {
    *("p", "h2", "h3", "b", "strong", "i", "em", "ol", "ul", "li", "a", "hr", "br", "blockquote", "footer"),
    *("figure", "figcaption", "img", "table", "caption", "thead", "tbody", "tr", "th", "td", "span"),
}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "th": {"scope"}}


@visitors
@require_safe
@stored
@conditional_page
def site_feed(request: HttpRequest, name: str) -> HttpResponse:
    """The newest items of the whole site."""
    unit = unit_of(request)
    rows = shown_by(own_ids(unit)).exclude(section__kind=SectionKind.PAGE)
    return _answer(request, name, title=unit.title, folder="/", rows=rows)


@visitors
@require_safe
@stored
@conditional_page
def section_feed(request: HttpRequest, section_slug: str, name: str) -> HttpResponse:
    """The newest items of a section with what lies below it."""
    unit = unit_of(request)
    section = Section.objects.filter(unit=unit, slug=section_slug, is_hidden=False).first()
    if section is None:
        raise Http404
    keys = [section.key, *section.children.values_list("key", flat=True)]
    rows = in_sections(own_ids(unit), keys)
    title = f"{section.title} – {unit.title}"
    return _answer(request, name, title=title, folder=section.get_absolute_url(), rows=rows)


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let scripts of other sites read it: it is public, and the same for everybody."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def base_of(request: HttpRequest) -> str:
    """Scheme and host of the site; no request reaches it under another host."""
    return f"{request.scheme}://{request.get_host()}"


def whole_text(item: Article, request: HttpRequest) -> str:
    """The body as plain HTML that can stand anywhere: addresses are absolute, nothing else is left."""
    base = base_of(request)

    def absolute(_tag: str, name: str, value: str) -> str:
        return urljoin(f"{base}/", value) if name in {"href", "src"} else value

    html = "".join(block.render(context={"request": request}) for block in item.body)
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=absolute, link_rel=None)


def enclosed_with(item: Article, base: str) -> tuple[Enclosed, ...]:
    """Of free items the lead picture and the attachments; of others nothing."""
    if not item.is_free:
        return ()
    found = []
    if picture := public_picture(item.lead):
        found.append(
            Enclosed(f"{base}{picture.path}", picture.size_bytes, picture.content_type, item.lead_alt)
        )
    return (*found, *enclosed_files(files_of(item)[1], base))


def enclosed_files(documents: Iterable[Document], base: str) -> tuple[Enclosed, ...]:
    """Public files as a feed names them."""
    return tuple(
        Enclosed(
            f"{base}{settings.MEDIA_URL}{document_name(file)}",
            file.file_size or 0,
            mimetypes.types_map.get(f".{file.extension}", "application/octet-stream"),
            file.title,
        )
        for file in documents
    )


def tell(
    request: HttpRequest,
    name: str,
    *,
    title: str,
    about: str,
    folder: str,
    items: Sequence[Any],
    entry: Callable[[Any], Entry],
) -> HttpResponse:
    """The feed of published rows in the format of its name; `folder` is the path of their page."""
    base = base_of(request)
    opened = datetime.combine(request.site.opened_on, time.min, LOCAL_ZONE)  # type: ignore[attr-defined]
    content_type, write = FORMATS[name]
    feed = Feed(
        title=title,
        about=about,
        page_url=f"{base}{folder}",
        url=f"{base}{folder}{name}",
        publisher=unit_of(request).title,
        language="vi",
        changed_at=max((item.last_published_at for item in items if item.last_published_at), default=opened),
        entries=[entry(item) for item in items],
        hub=settings.WEBSUB_HUB,
    )
    return open_to_all(HttpResponse(write(feed), content_type=f"{content_type}; charset=utf-8"))


def _answer(request: HttpRequest, name: str, *, title: str, folder: str, rows: Any) -> HttpResponse:
    about = _("News and notices of %(name)s.") % {"name": unit_of(request).naming.in_text}
    items = list(rows.defer(None)[:ENTRIES])
    return tell(
        request, name, title=title, about=about, folder=folder, items=items,
        entry=lambda item: _entry(item, request),
    )  # fmt: skip


def _entry(item: Article, request: HttpRequest) -> Entry:
    base = base_of(request)
    picture = public_picture(item.lead) if item.is_free else None
    return Entry(
        id=f"urn:uuid:{item.uid}",
        url=f"{base}{address_of(item)}",
        title=item.title,
        summary=item.summary,
        html=whole_text(item, request) if item.is_free else "",
        author=item.source_name or item.author_name,
        language=item.language,
        section=item.section.title,
        rights=rights_of(item),
        published_at=item.first_published_at.astimezone(LOCAL_ZONE),
        changed_at=(item.last_published_at or item.first_published_at).astimezone(LOCAL_ZONE),
        enclosed=enclosed_with(item, base),
        image_url=f"{base}{picture.path}" if picture else "",
        is_free=item.is_free,
        license_url=f"{base}{LICENSE}",
        attribution=attribution_of(item),
    )
