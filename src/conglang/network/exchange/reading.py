"""The bytes of a feed → its items: RSS, Atom and JSON Feed. Nothing here knows a database or the net."""

import json
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
from bs4 import BeautifulSoup

from conglang.kernel.text import nfc
from conglang.network.exchange.rules import MOST_ITEMS, canonical, identity

TITLE_LENGTH = 250
SUMMARY_LENGTH = 600


class NotAFeed(Exception):
    """The bytes are no feed that we can read."""


@dataclass(frozen=True)
class Entry:
    """One item. `html` is what the feed gives, to be cleaned by whoever stores it."""

    identity: str
    link: str
    title: str
    summary: str
    html: str
    published_at: datetime | None

    @property
    def sha256(self) -> str:
        """Changes when the source changes what it says."""
        return sha256("\0".join((self.title, self.summary, self.html)).encode()).hexdigest()


@dataclass(frozen=True)
class Channel:
    """A feed: what it is called, who tells of its news, and its items as it orders them."""

    title: str
    hub: str
    topic: str
    entries: tuple[Entry, ...]


def read_feed(
    data: bytes, url: str, content_type: str = "", links: tuple[tuple[str, str], ...] = ()
) -> Channel:
    """The feed in these bytes; `links` are pairs of relation and address from the answer's Link header.

    Raises NotAFeed.
    """
    known = _json(data)
    channel = _json_feed(known, url) if known is not None else _xml_feed(data, url, content_type)
    told = dict(reversed(links))
    hub = canonical(told.get("hub", "")) or channel.hub
    topic = canonical(told.get("self", "")) or channel.topic or url
    return Channel(channel.title, hub, topic, channel.entries)


def _json(data: bytes) -> dict[str, Any] | None:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        known = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotAFeed from error
    if not isinstance(known, dict) or "jsonfeed.org/version/" not in str(known.get("version")):
        raise NotAFeed
    return known


def _json_feed(known: dict[str, Any], url: str) -> Channel:
    items = known.get("items")
    rows = [row for row in items if isinstance(row, dict)] if isinstance(items, list) else []
    hubs = known.get("hubs")
    hub = next((row for row in hubs if isinstance(row, dict)), {}) if isinstance(hubs, list) else {}
    entries = [
        _entry(
            guid=_text(row.get("id")),
            link=_absolute(url, _text(row.get("url")) or _text(row.get("external_url"))),
            title=_text(row.get("title")),
            summary=_text(row.get("summary")),
            html=_text(row.get("content_html")) or _text(row.get("content_text")),
            published_at=_moment(_text(row.get("date_published"))),
        )
        for row in rows[:MOST_ITEMS]
    ]
    return Channel(
        plain(_text(known.get("title")))[:TITLE_LENGTH],
        canonical(_text(hub.get("url"))),
        canonical(_text(known.get("feed_url"))),
        tuple(entry for entry in entries if entry is not None),
    )


def _xml_feed(data: bytes, url: str, content_type: str) -> Channel:
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    try:
        known = feedparser.parse(data, response_headers=headers)
    except Exception as error:  # its many readers raise what they like at hostile bytes
        raise NotAFeed from error
    if not known.get("version"):
        raise NotAFeed
    told = {link.get("rel"): link.get("href", "") for link in reversed(known.feed.get("links", []))}
    entries = [
        _entry(
            guid=_text(row.get("id")),
            link=_absolute(url, _text(row.get("link"))),
            title=_text(row.get("title")),
            summary=_text(row.get("summary")),
            html=next((_text(part.get("value")) for part in row.get("content", [])), "")
            or _text(row.get("summary")),
            published_at=_of_struct(row.get("published_parsed") or row.get("updated_parsed")),
        )
        for row in known.entries[:MOST_ITEMS]
    ]
    return Channel(
        plain(_text(known.feed.get("title")))[:TITLE_LENGTH],
        canonical(told.get("hub", "")),
        canonical(told.get("self", "")),
        tuple(entry for entry in entries if entry is not None),
    )


def _entry(
    *, guid: str, link: str, title: str, summary: str, html: str, published_at: datetime | None
) -> Entry | None:
    """None for what has no title or leads nowhere: the source could not be named."""
    address, words = canonical(link), plain(title)[:TITLE_LENGTH]
    if not address or not words:
        return None
    said = plain(summary)
    short = said if len(said) <= SUMMARY_LENGTH else f"{said[: SUMMARY_LENGTH - 2].rsplit(' ', 1)[0]} …"
    return Entry(identity(guid, address), address, words, short, nfc(html), published_at)


def plain(markup: str) -> str:
    """Text without tags, marks composed, one space between words; without control characters."""
    text = BeautifulSoup(markup, "html.parser").get_text(" ") if "<" in markup or "&" in markup else markup
    visible = "".join(c if c.isprintable() else " " for c in nfc(text))
    return " ".join(visible.split())


def _absolute(url: str, link: str) -> str:
    try:
        return urljoin(url, link) if link else ""
    except ValueError:
        return ""


def _text(value: object) -> str:
    """The text, without what JSON can say and no database can keep: NUL, and halves of a character."""
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def _of_struct(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (OverflowError, ValueError):
        return None
