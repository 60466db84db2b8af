"""One item of a feed → a draft or a link; part of services."""

from datetime import datetime
from html import escape

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Site
from conglang.content.newsroom.importing.draft import Unreadable
from conglang.content.newsroom.importing.read import Format, read
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent, Stream
from conglang.content.newsroom.services.draft_article import stored_body
from conglang.content.newsroom.services.write_article import write_article
from conglang.network.exchange.models import Feed, FeedItem, Use
from conglang.network.exchange.reading import Entry
from conglang.network.exchange.rules import is_young


def take_entry(*, feed: Feed, entry: Entry, by: Actor, now: datetime) -> str:
    """Store the item unless it is known: "new", "changed", "known", or "refused" for what came from us.

    Runs in the caller's transaction. Raises ValidationError when no draft can be made of it.
    """
    item = FeedItem.objects.select_for_update().filter(feed=feed, identity=entry.identity).first()
    if item is not None:
        return _follow(item, entry, now)
    if _is_ours(entry.link):
        return "refused"
    item = FeedItem(unit_id=feed.unit_id, feed=feed, identity=entry.identity, seen_at=now)
    _describe(item, entry)
    if feed.use == Use.DRAFTS:
        double = Article.objects.filter(unit=feed.unit_id, source_url=entry.link).first()
        is_wanted = feed.worked_at is not None or is_young(entry.published_at, now)
        item.is_double = double is not None
        item.article = double or (_draft(feed, entry, by, now) if is_wanted else None)
    item.save()
    return "new"


def _follow(item: FeedItem, entry: Entry, now: datetime) -> str:
    """The source said something else later: a link follows it, a draft's readers are told."""
    if item.content_sha256 == entry.sha256:
        return "known"
    _describe(item, entry)
    item.changed_at = now
    item.save()
    return "changed"


def _describe(item: FeedItem, entry: Entry) -> None:
    item.link, item.title, item.summary = entry.link, entry.title, entry.summary
    item.published_at, item.content_sha256 = entry.published_at, entry.sha256


def _draft(feed: Feed, entry: Entry, by: Actor, now: datetime) -> Article:
    """A collected item as the newsroom knows it: source, canonical link, and who collected it (N2)."""
    collector = feed.added_by.get_full_name() if feed.added_by else feed.unit.title
    content = ArticleContent(
        section_id=feed.section_id or 0,
        title=entry.title,
        summary=entry.summary,
        body=_body(feed, entry, by, now),
        author_name=collector[:160],
        author_address=feed.unit.title,
        source_name=feed.name,
        source_url=entry.link,
    )
    return write_article(by=by, content=content, now=now)


def _body(feed: Feed, entry: Entry, by: Actor, now: datetime) -> Stream:
    """The text, cleaned as an imported page is; pictures stay with their owner."""
    page = f"<html><body>{entry.html or escape(entry.summary)}</body></html>"
    try:
        draft = read(Format.HTML, page.encode())
    except Unreadable:
        return []
    return stored_body(
        draft, entry.title, unit_id=feed.unit_id, note=lambda _code, _detail: None, by=by, now=now
    )


def _is_ours(link: str) -> bool:
    """Whether the item came from a site of this installation: it must not return as somebody else's."""
    return Site.objects.filter(host=link.split("/")[2].partition(":")[0]).exists()
