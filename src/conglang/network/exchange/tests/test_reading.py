"""Bytes of feeds, good and hostile."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.network.exchange.fetching import links_in
from conglang.network.exchange.reading import NotAFeed, read_feed
from conglang.network.exchange.rules import canonical, identity
from conglang.network.exchange.tests.peers import atom, entry

URL = "https://songmau.example/tin/rss.xml"

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Sở &lt;b&gt;Y tế&lt;/b&gt;</title>
<link>https://songmau.example/</link><item><title>Ti\u00eam chu\u0309ng</title><link>/tin/tiem-chung</link>
<guid isPermaLink="false">7</guid><pubDate>Fri, 20 Nov 2026 08:00:00 +0700</pubDate>
<description>
&lt;p&gt;Sáng &lt;b&gt;nay&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>
<item><title>Không có liên kết</title></item></channel></rss>""".encode()


def test_rss_is_read_with_absolute_links_and_composed_marks():
    channel = read_feed(RSS, URL, "application/rss+xml; charset=utf-8")
    assert channel.title == "Sở Y tế"
    (item,) = channel.entries
    assert (item.title, item.link) == ("Tiêm chủng", "https://songmau.example/tin/tiem-chung")
    assert item.published_at is not None
    assert item.published_at.isoformat() == "2026-11-20T01:00:00+00:00"
    assert item.summary.startswith("Sáng nay")
    assert item.identity == identity("7", item.link)


def test_atom_names_its_hub_and_itself():
    links = '<link rel="hub" href="https://hub.example/"/><link rel="self" href="https://songmau.example/a"/>'
    channel = read_feed(atom(entry("a"), links=links), URL)
    assert (channel.hub, channel.topic) == ("https://hub.example/", "https://songmau.example/a")


def test_the_answer_itself_may_name_the_hub():
    links = links_in('<https://hub.example/>; rel="hub", <https://songmau.example/self>; rel=self')
    channel = read_feed(atom(entry("a")), URL, links=links)
    assert (channel.hub, channel.topic) == ("https://hub.example/", "https://songmau.example/self")


def test_json_feed_is_read():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Sở Giáo dục",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [
            {
                "id": "1",
                "url": "/tin/1",
                "title": "Khai giảng",
                "content_html": "<p>Chữ</p>",
                "date_published": "2026-09-05T07:00:00+07:00",
            },
            {"id": "2", "title": "Không dẫn đi đâu"},
            "không phải mục tin",
        ],
    }
    channel = read_feed(json.dumps(feed).encode(), URL)
    assert [item.title for item in channel.entries] == ["Khai giảng"]
    assert channel.hub == "https://hub.example/"


def test_what_no_database_can_keep_is_left_out():
    item = {
        "id": "\ud800", "url": "https://songmau.example/1\ud800", "title": "Tin\ud800 xã\0",
        "content_html": "<p>\0</p>", "date_published": "0001-01-01T00:00:00+14:00",
    }  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "\udfff", "items": [item]}
    [entry] = read_feed(json.dumps(feed).encode(), URL).entries
    assert (entry.title, entry.html, entry.published_at) == ("Tin? xã", "<p></p>", None)
    assert f"{entry.link}{entry.identity}{entry.sha256}".isascii()


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><title>Trang</title></html>", b"{}", b'{"version": 1}', b"{" * 100_000, b"\0\xff\xfe"],
)
def test_what_is_no_feed_is_refused(data):
    with pytest.raises(NotAFeed):
        read_feed(data, URL)


def test_entities_that_grow_are_not_followed():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    data = bomb + ']><rss version="2.0"><channel><title>&j;</title></channel></rss>'
    with suppress(NotAFeed):
        assert len(read_feed(data.encode(), URL).title) <= 250


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("HTTPS://Songmau.Example/a?b=1#c", "https://songmau.example/a?b=1"),
        ("https://songmau.example", "https://songmau.example/"),
        ("javascript:alert(1)", ""),
        ("https://songmau.example/" + "a" * 500, ""),
        ("https://[", ""),
        ("https://a b/", ""),
    ],
)
def test_links_are_addresses_of_the_web(link, kept):
    assert canonical(link) == kept


@given(st.binary(max_size=400))
def test_any_bytes_give_a_feed_or_a_refusal(data):
    try:
        channel = read_feed(data, URL)
    except NotAFeed:
        return
    assert all(item.link.startswith("http") and item.title for item in channel.entries)
