"""Bytes of feeds, good and hostile."""

import json
from contextlib import suppress

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.network.exchange.fetching import links_in
from conglang.network.exchange.reading import NotAFeed, read_feed
from conglang.network.exchange.rules import MOST_ITEMS, MOST_MARKS, Fault, canonical, identity
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


@pytest.fixture
def parsed(monkeypatch) -> list[str]:
    """What the parser of RSS and Atom was given."""
    given: list[str] = []
    parse = feedparser.parse
    monkeypatch.setattr(
        feedparser, "parse", lambda data, **more: given.append(data.decode()) or parse(data, **more)
    )
    return given


def rss(*items: str, head: str = "", tail: str = "") -> bytes:
    return (
        f'<rss version="2.0"><channel><title>Sở</title>{head}{"".join(items)}{tail}</channel></rss>'.encode()
    )


def news(number: int, text: str = "Chữ", **more: str) -> str:
    facts = {
        "title": f"Tin {number}",
        "link": f"https://songmau.example/{number}",
        "description": text,
    } | more
    return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in facts.items())}</item>"


class TestHowMuchIsRead:
    def test_the_parser_sees_no_more_items_than_are_read(self, parsed):
        feed = rss(*map(news, range(9_000)), tail="<link>https://songmau.example/</link>")
        channel = read_feed(feed, URL)
        assert [entry.title for entry in channel.entries] == [f"Tin {n}" for n in range(MOST_ITEMS)]
        assert channel.left == 9_000 - MOST_ITEMS
        [given] = parsed
        assert given.count("<item>") == MOST_ITEMS
        assert given.endswith("<link>https://songmau.example/</link></channel></rss>")

    @pytest.mark.parametrize("sign", ["<b>", "&lt;b&gt;", "<![CDATA[<b>]]>", "& "])
    def test_an_item_of_nothing_but_markup_is_passed_over(self, parsed, sign):
        channel = read_feed(rss(news(1), news(2, sign * 100_000), news(3)), URL)
        assert ([entry.title for entry in channel.entries], channel.left) == (["Tin 1", "Tin 3"], 1)
        assert len(parsed[0]) < 1000

    def test_long_items_are_read_as_far_as_they_are_little_work(self, parsed):
        channel = read_feed(rss(*[news(n, "&lt;p&gt;Chữ" * 2_000) for n in range(30)]), URL)
        assert len(channel.entries) + channel.left == 30
        assert 10 < len(channel.entries) < 13
        assert sum(map(parsed[0].count, "<&=")) <= MOST_MARKS

    @pytest.mark.parametrize(
        "head",
        [
            "<a>" * 200_000,
            "".join(f'<x:{n} a="1"/>' for n in range(60_000)),
            "<x {}/>".format(" ".join(f'a{n}="1"' for n in range(2_000))),
            "<x {}/>".format(" ".join(f"a{n}='>'" for n in range(2_000))),
            "chữ " * 600_000,
        ],
        ids=["deep", "many", "attributes", "attributes that hide", "bytes"],
    )
    def test_a_feed_that_is_too_much_around_its_items_is_refused_in_words(self, parsed, head):
        with pytest.raises(NotAFeed) as refused:
            read_feed(rss(news(1), head=head), URL)
        assert (refused.value.fault, parsed) == (Fault.TOO_LARGE, [])

    @pytest.mark.parametrize(
        "declared",
        [
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>',
            "<!DOCTYPE x>\n<!ENTITY a 'a'>",
            '<!DOCTYPE x SYSTEM ">" [<!ATTLIST x a CDATA "aaaaaaaaaa">]>',
        ],
    )
    def test_a_feed_that_declares_what_grows_is_not_parsed(self, parsed, declared):
        with pytest.raises(NotAFeed):
            read_feed(declared.encode() + rss(news(1)), URL)
        assert parsed == []

    @pytest.mark.parametrize("encoding", ["punycode", "unicode_escape", "utf-7", "no-such-thing"])
    def test_encodings_that_take_long_or_hide_markup_are_not_followed(self, parsed, encoding):
        text = r"\x3cb\x3e+ADw-b+AD4-"
        [entry] = read_feed(
            f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + rss(news(1, text)), URL
        ).entries
        assert entry.summary == text

    def test_words_without_end_are_cut(self, parsed):
        [entry] = read_feed(rss(news(1, author="a." * 100_000)), URL).entries
        assert entry.title == "Tin 1"
        assert len(parsed[0]) < 1000

    def test_a_json_feed_has_the_same_limits(self):
        items = [{"id": str(n), "url": f"/{n}", "title": f"Tin {n}"} for n in range(99)]
        items[1]["title"] = "<b>" * 60_000
        feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
        channel = read_feed(json.dumps(feed).encode(), URL)
        assert [entry.title for entry in channel.entries[:2]] == ["Tin 0", "Tin 2"]
        assert (len(channel.entries), channel.left) == (MOST_ITEMS, 99 - MOST_ITEMS)
        with pytest.raises(NotAFeed):
            read_feed(json.dumps(feed | {"title": "<b>" * 60_000}).encode(), URL)

    def test_comments_are_no_words(self):
        [entry] = read_feed(rss(news(1, "<![CDATA[Chữ <!-- ẩn --> ký<!-- ]]>")), URL).entries
        assert (entry.summary, entry.html) == ("Chữ ký", "Chữ  ký")


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
