"""A list of items as RSS 2.0, Atom 1.0 and JSON Feed 1.1. Pure: the same feed gives the same bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from conglang.tools.pages.metadata import as_json

# what XML 1.0 cannot say, in whatever way it is written
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that comes with an item."""

    url: str
    size_bytes: int
    content_type: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed. `html` is empty where others may have the summary only (N10)."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    author: str
    language: str
    section: str
    rights: str
    published_at: datetime
    changed_at: datetime
    enclosed: tuple[Enclosed, ...] = ()
    image_url: str = ""
    is_free: bool = False
    license_url: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself. Addresses are absolute."""

    title: str
    about: str
    page_url: str
    url: str
    publisher: str
    language: str
    changed_at: datetime
    entries: Sequence[Entry]
    hub: str = ""  # tells of news (WebSub)


def rss(feed: Feed) -> str:
    """RSS 2.0; the whole text of free items as `content:encoded`."""
    return _written(feed, _Rss)


def atom(feed: Feed) -> str:
    """Atom 1.0."""
    return _written(feed, _Atom)


def json_feed(feed: Feed) -> str:
    """JSON Feed 1.1."""
    return as_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.about,
            "home_page_url": feed.page_url,
            "feed_url": feed.url,
            "language": feed.language,
            "authors": [{"name": feed.publisher}],
            "items": [_json_item(entry) for entry in feed.entries],
        }
        | ({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {})
    )


def _json_item(entry: Entry) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "image": entry.image_url,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.changed_at.isoformat(),
        "authors": [{"name": entry.author}] if entry.author else [],
        "tags": [entry.section],
        "language": entry.language,
        "attachments": [
            {"url": each.url, "mime_type": each.content_type, "title": each.title,
             "size_in_bytes": each.size_bytes}
            for each in entry.enclosed
        ],
    }  # fmt: skip
    body = {"content_html": entry.html} if entry.html else {"content_text": entry.summary or entry.title}
    reuse = {"free": entry.is_free, "about": entry.rights}
    if entry.license_url:
        reuse |= {"license": entry.license_url, "attribution": entry.attribution}
    return {name: value for name, value in facts.items() if value} | body | {"_reuse": reuse}


class _Dated:
    """A feed is as old as its newest change; an empty one as its site, never as the clock."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["changed_at"]
        return moment


class _Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        more = {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }
        attributes: dict[str, str] = super().rss_attributes()
        return attributes | more

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        first = item["enclosures"][:1]  # RSS knows one; the others stand in Atom and JSON
        super().add_item_elements(handler, {**item, "enclosures": first})
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("dc:rights", item["rights"])
        if item["license_url"]:
            handler.addQuickElement("atom:link", None, {"rel": "license", "href": item["license_url"]})
        if item["html"]:
            handler.addQuickElement("content:encoded", item["html"])


class _Atom(_Dated, Atom1Feed):
    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "item_copyright": item["rights"]})
        if item["license_url"]:
            handler.addQuickElement("link", "", {"rel": "license", "href": item["license_url"]})
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html", "xml:lang": item["language"]})


def _written(feed: Feed, form: type[Any]) -> str:
    writer = form(
        title=_sayable(feed.title),
        link=feed.page_url,
        description=_sayable(feed.about),
        language=feed.language,
        author_name=_sayable(feed.publisher),
        feed_url=feed.url,
        feed_guid=feed.page_url,
        changed_at=feed.changed_at,
        hub=feed.hub,
    )
    for entry in feed.entries:
        writer.add_item(
            title=_sayable(entry.title),
            link=entry.url,
            description=escape(_sayable(entry.summary)),
            author_name=_sayable(entry.author) or None,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=[_sayable(entry.section)],
            enclosures=[
                Enclosure(each.url, str(each.size_bytes), each.content_type) for each in entry.enclosed
            ],
            html=_sayable(entry.html),
            rights=_sayable(entry.rights),
            license_url=entry.license_url,
            language=entry.language,
        )
    text: str = writer.writeString("utf-8")
    return text


def _sayable(text: str) -> str:
    return _NOT_XML.sub("", text)
