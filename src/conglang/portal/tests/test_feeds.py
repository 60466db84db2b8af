"""Feeds as the programs of others read them."""

import json
from datetime import date
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.test import Client

from conglang.base.units.models import HostRedirect, Part, Site, Succession
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, release, text, write
from conglang.kernel import clock
from conglang.tools.approval.services.withdraw import withdraw

HOST = "bensen.songmay.localhost"
SINCE = date(2025, 7, 1)
FORMATS = ("rss.xml", "atom.xml", "feed.json")
HOSTILE = "Giá < 5 & > 3 ]]> </title><script>alert(1)</script> \x08\x0b \u202e 𝔛"


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    return place


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


def read(visitor, path):
    """The titles in a feed, as a reader for its format finds them."""
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    if path.endswith(".json"):
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert all(
            {"id", "url"} <= item.keys() and {"content_html", "content_text"} & item.keys()
            for item in feed["items"]
        )
        return [item["title"] for item in feed["items"]]
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return [entry.title for entry in found.entries]


def everywhere():
    return [f"{folder}{name}" for folder in ("/", "/news/") for name in FORMATS]


def test_a_published_item_is_in_every_feed_and_a_draft_in_none(home, visitor):
    write(home, title="Chưa ai duyệt")
    publish(write(home), home)
    for path in everywhere():
        assert read(visitor, path) == ["Lịch tiêm phòng"], path


def test_a_withdrawn_item_leaves_the_feeds(home, visitor):
    article = publish(write(home), home)
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.head, now=NOW, reason="Đăng nhầm")
    for path in everywhere():
        assert read(visitor, path) == []


def test_a_feed_has_what_predecessors_published_and_nothing_of_neighbours(home, visitor):
    old, other = commune("98003", "Bến Cũ"), commune("98002", "Bến Đá")
    publish(write(old, title="Tin của xã cũ"), old)
    publish(write(other, title="Chuyện của xã bên"), other)
    Succession.objects.create(old=old.unit, new=home.unit, on=SINCE, part=Part.WHOLE)
    for path in everywhere():
        assert read(visitor, path) == ["Tin của xã cũ"], path


def test_a_section_has_its_own_feed(home, visitor):
    publish(write(home), home)
    publish(write(home, title="Lịch sử xã", section_id=home.sections["about"].pk), home)
    assert read(visitor, "/rss.xml") == ["Lịch tiêm phòng"]
    assert read(visitor, "/about/rss.xml") == ["Lịch sử xã"]
    assert visitor.get("/khong-co/rss.xml").status_code == 404


def test_addresses_are_absolute_and_on_the_sites_own_host(home, visitor):
    article = publish(write(home), home)
    HostRedirect.objects.create(host="bensencu.localhost", site=home.unit.site, since=SINCE)
    found = feedparser.parse(visitor.get("/rss.xml").content)
    assert found.entries[0].link == f"http://{HOST}/news/{article.slug}/"
    assert found.entries[0].id == f"urn:uuid:{article.uid}"
    old = Client(headers={"host": "bensencu.localhost"}).get("/rss.xml")
    assert (old.status_code, old["Location"]) == (301, f"http://{HOST}/rss.xml")


@pytest.mark.parametrize("path", everywhere())
def test_who_has_the_feed_already_is_told_so(home, visitor, path):
    publish(write(home), home)
    first = visitor.get(path)
    again = visitor.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(write(home, title="Thêm một tin"), home)
    assert visitor.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", everywhere())
def test_no_title_breaks_a_feed(home, visitor, path):
    body = [text("<p>]]> &amp; &lt;b&gt;</p>")]
    release(publish(write(home, title=HOSTILE, summary=HOSTILE, reuse=Reuse.FREE, body=body), home), home)
    answer = visitor.get(path)
    assert b"<script>alert" not in answer.content
    if path.endswith(".xml"):
        ET.fromstring(answer.content)
        assert "]]>" not in answer.content.decode()
    [title] = read(visitor, path)
    assert title.startswith(("Giá < 5 & > 3 ]]> </title>", "Giá &lt; 5"))


def test_the_whole_text_goes_out_only_where_it_may_be_used_elsewhere(home, visitor):
    body = [text('<p>Từ 8 giờ. <a href="/news/">Xem thêm</a></p>')]
    release(publish(write(home, title="Tự do", reuse=Reuse.FREE, body=body), home), home)
    publish(write(home, title="Phải hỏi", summary="Tóm tắt.", body=body), home)
    items = {item["title"]: item for item in json.loads(visitor.get("/feed.json").content)["items"]}
    assert "Từ 8 giờ." in items["Tự do"]["content_html"]
    assert f'href="http://{HOST}/news/"' in items["Tự do"]["content_html"]
    assert items["Phải hỏi"]["content_text"] == "Tóm tắt."
    assert (items["Tự do"]["_reuse"]["free"], items["Phải hỏi"]["_reuse"]["free"]) == (True, False)
    for path in ("/rss.xml", "/atom.xml"):
        entries = {each.title: each for each in feedparser.parse(visitor.get(path).content).entries}
        assert "Từ 8 giờ." in entries["Tự do"].content[0].value
        assert "Từ 8 giờ." not in str(entries["Phải hỏi"])
        assert "đồng ý" in entries["Phải hỏi"].rights
        assert "Nguyễn Văn A, Xã Bến Sen" in entries["Tự do"].rights
        licence = [link.href for link in entries["Tự do"].links if link.rel == "license"]
        assert licence == [f"http://{HOST}/ban-quyen/"]


def test_an_empty_feed_is_as_old_as_its_site_and_not_as_the_clock(home, visitor):
    first = visitor.get("/rss.xml").content
    with clock.frozen(NOW.replace(year=2027)):
        assert visitor.get("/rss.xml").content == first
    assert feedparser.parse(first).feed.updated_parsed[:3] == (2025, 6, 30)  # 1 July began in Viet Nam


# --- what finders of pages read ----------------------------------------------------------------------


def places(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200
    return [node.text for node in ET.fromstring(answer.content).iter() if node.tag.endswith("}loc")]


def test_the_site_map_names_every_public_page_once(home, visitor):
    article = publish(write(home), home)
    publish(write(home, title="Lịch sử xã", section_id=home.sections["about"].pk), home)
    draft = write(home, title="Chưa ai duyệt")
    parts = places(visitor, "/sitemap.xml")
    found = [place for part in parts for place in places(visitor, part.removeprefix(f"http://{HOST}"))]
    assert len(found) == len(set(found))
    assert {f"http://{HOST}/", f"http://{HOST}/about/", f"http://{HOST}/news/{article.slug}/"} <= set(found)
    assert draft.slug not in str(found)
    assert all(visitor.get(place.removeprefix(f"http://{HOST}")).status_code == 200 for place in found)
    assert "2026-11-21T09:00:00+07:00" in visitor.get("/sitemap-1.xml").content.decode()
    assert visitor.get("/sitemap-2.xml").status_code == 404


def test_a_part_of_the_site_map_has_its_most(home, visitor, monkeypatch):
    monkeypatch.setattr("conglang.portal.sitemap.PART", 2)
    for number in range(3):
        publish(write(home, title=f"Tin số {number}"), home)
    assert len(places(visitor, "/sitemap.xml")) == 3
    assert [len(places(visitor, f"/sitemap-{number}.xml")) for number in (1, 2)] == [2, 1]


def test_robots_are_let_in_and_told_where_the_map_is(home, visitor, settings):
    text = visitor.get("/robots.txt").content.decode()
    assert f"Sitemap: http://{HOST}/sitemap.xml" in text
    assert "Disallow: /tim-kiem/" in text
    assert "Disallow: /\n" not in text
    settings.DEMO = True
    assert "Disallow: /\n" in visitor.get("/robots.txt").content.decode()


def test_a_browser_can_learn_the_sites_search(home, visitor):
    description = ET.fromstring(visitor.get("/opensearch.xml").content)
    [address] = [node.get("template") for node in description if node.tag.endswith("}Url")]
    assert visitor.get(address.replace("{searchTerms}", "tiem")).status_code == 200
    name = next(node.text for node in description if node.tag.endswith("}ShortName"))
    assert len(name) <= 16
