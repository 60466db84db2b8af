"""The bytes of a feed → its items: RSS, Atom and JSON Feed. Nothing here knows a database or the net."""

import json
import re
from calendar import timegm
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any, TypeVar
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
from bs4 import BeautifulSoup

from conglang.content.newsroom.importing.draft import Unreadable
from conglang.content.newsroom.importing.text import decode
from conglang.kernel.text import nfc
from conglang.network.exchange.rules import MOST_BYTES, MOST_ITEMS, MOST_MARKS, Fault, canonical, identity

TITLE_LENGTH = 250
SUMMARY_LENGTH = 600
MARKUP_LENGTH = 20_000  # of a title or a summary, from which the words are taken
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})")
_DECLARATION = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION|DOCTYPE[^<>]*\[)", re.IGNORECASE)
# whatever the prefix of its namespace
_ITEM = re.compile(r"<(?:[^\s<>/:]+:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[^\s<>/:]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_STUFFED_TAG = re.compile(r"<[^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*){100}")
_LONG_WORD = re.compile(r"([\w.+-]{256})[\w.+-]+", re.ASCII)  # such as pictures within the text
_UNSAID = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>?", re.DOTALL)
T = TypeVar("T")


class NotAFeed(Exception):
    """The bytes are no feed that we can read."""

    fault = Fault.NO_FEED


class TooMuch(NotAFeed):
    """A feed that would take too long to read, even without its items."""

    fault = Fault.TOO_LARGE


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
    """A feed: what it is called, who tells of its news, and its items as it orders them.

    `left` items were not read, because they are too many or too much.
    """

    title: str
    hub: str
    topic: str
    entries: tuple[Entry, ...]
    left: int = 0


def read_feed(
    data: bytes, url: str, content_type: str = "", links: tuple[tuple[str, str], ...] = ()
) -> Channel:
    """The feed in these bytes; `links` are pairs of relation and address from the answer's Link header.

    Raises NotAFeed.
    """
    if len(data) > MOST_BYTES:
        raise TooMuch
    known = _json(data)
    channel = _json_feed(known, url) if known is not None else _xml_feed(data, url, content_type)
    told = dict(reversed(links))
    hub = canonical(told.get("hub", "")) or channel.hub
    topic = canonical(told.get("self", "")) or channel.topic or url
    return replace(channel, hub=hub, topic=topic)


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
    title = _text(known.get("title"))
    kept = _first(rows, _marks_of_row, _budget(title))
    entries = [
        _entry(
            guid=_text(row.get("id")),
            link=_absolute(url, _text(row.get("url")) or _text(row.get("external_url"))),
            title=_text(row.get("title")),
            summary=_text(row.get("summary")),
            html=_text(row.get("content_html")) or _text(row.get("content_text")),
            published_at=_moment(_text(row.get("date_published"))),
        )
        for row in kept
    ]
    return Channel(
        plain(title)[:TITLE_LENGTH],
        canonical(_text(hub.get("url"))),
        canonical(_text(known.get("feed_url"))),
        tuple(entry for entry in entries if entry is not None),
        len(rows) - len(kept),
    )


def _marks_of_row(row: dict[str, Any]) -> int:
    return sum(_marks(value) for value in row.values() if isinstance(value, str))


def _xml_feed(data: bytes, url: str, content_type: str) -> Channel:
    text, left = _short(_decoded(data, content_type))
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        known = feedparser.parse(text.encode(), response_headers=headers, sanitize_html=False)
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
        left,
    )


def _decoded(data: bytes, content_type: str) -> str:
    declared = _CHARSET.search(content_type)
    within = _ENCODING.match(data.lstrip())
    name = declared[1] if declared else within[1].decode() if within else ""
    try:
        return decode(data, name)
    except Unreadable as error:
        raise NotAFeed from error


def _short(text: str) -> tuple[str, int]:
    """The feed with no more items than are read, and how many it has besides. Raises NotAFeed.

    A parser takes time for each sign of markup, so what is not read is never parsed. For attributes, and to
    look for addresses of mail in words, it takes time that grows with the square of their number and length.
    """
    if _DECLARATION.search(text):  # no feed needs it, and it makes much out of little
        raise NotAFeed
    text = _LONG_WORD.sub(r"\1", text)
    if _STUFFED_TAG.search(text):
        raise TooMuch
    starts = [found.start() for found in _ITEM.finditer(text)]
    if not starts:
        _budget(text)
        return text, 0
    ends = [found.end() for found in _ITEM_END.finditer(text, starts[-1])]
    end = ends[-1] if ends else len(text)
    head, tail = text[: starts[0]], text[end:]
    kept = _first((text[at:to] for at, to in pairwise([*starts, end])), _marks, _budget(head + tail))
    return "".join([head, *kept, tail]), len(starts) - len(kept)


def _first(items: Iterable[T], marks_of: Callable[[T], int], budget: int) -> list[T]:
    """The first items as far as they are allowed; one that is too much by itself is passed over."""
    kept: list[T] = []
    for item in items:
        marks = marks_of(item)
        if marks <= budget and len(kept) < MOST_ITEMS:
            kept.append(item)
            budget -= marks
    return kept


def _budget(text: str) -> int:
    """What the items may have besides the rest of the feed. Raises TooMuch."""
    if (left := MOST_MARKS - _marks(text)) < 0:
        raise TooMuch
    return left


def _marks(text: str) -> int:
    return sum(map(text.count, "<&="))


def _entry(
    *, guid: str, link: str, title: str, summary: str, html: str, published_at: datetime | None
) -> Entry | None:
    """None for what has no title or leads nowhere: the source could not be named."""
    address, words = canonical(link), plain(title)[:TITLE_LENGTH]
    if not address or not words:
        return None
    said = plain(summary)
    short = said if len(said) <= SUMMARY_LENGTH else f"{said[: SUMMARY_LENGTH - 2].rsplit(' ', 1)[0]} …"
    return Entry(identity(guid, address), address, words, short, nfc(_UNSAID.sub("", html)), published_at)


def plain(markup: str) -> str:
    """Text without tags, marks composed, one space between words; without control characters."""
    if "<" in markup or "&" in markup:
        markup = BeautifulSoup(_UNSAID.sub("", markup[:MARKUP_LENGTH]), "html.parser").get_text(" ")
    visible = "".join(c if c.isprintable() else " " for c in nfc(markup))
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
