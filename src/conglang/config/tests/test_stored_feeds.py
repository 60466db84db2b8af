"""Feeds, site maps and the open data through the front: stored, compressed, void with the next change."""

import json

import pytest
from django.db import transaction

from conglang.base.units.scope import everything
from conglang.config.tests.visiting import HOST
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import publish, write
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.slot import MARK

commits = pytest.mark.django_db(transaction=True)
STORED = (
    "/rss.xml",
    "/news/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/sitemap-0.xml",
    "/robots.txt",
    "/opensearch.xml",
    "/api/v1/unit/",
    "/api/v1/sections/",
    "/api/v1/items/",
    "/api/v1/openapi.json",
    "/du-lieu-mo/",
    "/tuyen-bo-tiep-can/",
)


def test_what_programs_read_is_made_once(home, visitors):
    for path in STORED:
        first, again = visitors.get(HOST, path), visitors.get(HOST, path)
        assert visitors.rendered == [path]
        assert (first.status, first.text) == (200, again.text)
        assert first.headers["content-type"] == again.headers["content-type"]
        assert "set-cookie" not in again.headers


def test_a_feed_reader_is_told_that_nothing_changed_and_gets_it_small(home, visitors):
    publish(write(home), home)
    first = visitors.get(HOST, "/rss.xml", headers=[("accept-encoding", "gzip")])
    assert first.headers["content-encoding"] == "gzip"
    assert "Lịch tiêm phòng" in first.text
    known = [("accept-encoding", "gzip"), ("if-none-match", first.headers["etag"])]
    again = visitors.get(HOST, "/rss.xml", headers=known)
    assert (again.status, again.body) == (304, b"")


@commits
def test_what_is_published_is_in_the_feeds_at_the_commit(home, visitors):
    for path in ("/rss.xml", "/api/v1/items/"):
        assert "Lịch tiêm phòng" not in visitors.get(HOST, path).text
    publish(write(home), home)
    for path in ("/rss.xml", "/news/rss.xml", "/api/v1/items/", "/sitemap-1.xml"):
        assert "tiem-phong" in visitors.get(HOST, path).text


@commits
def test_a_renamed_section_is_renamed_for_programs_too(home, visitors):
    visitors.get(HOST, "/api/v1/sections/")
    with everything("tests"), transaction.atomic():
        Section.objects.filter(key="news").update(title="Chuyện trong xã")
    titles = [row["title"] for row in json.loads(visitors.get(HOST, "/api/v1/sections/").text)["items"]]
    assert "Chuyện trong xã" in titles


def test_questions_with_parameters_are_answered_by_the_view_and_counted(home, visitors):
    for _twice in range(2):
        answer = visitors.get(HOST, "/api/v1/items/?kind=notice")
        assert answer.headers["ratelimit-limit"]
    assert visitors.rendered == ["/api/v1/items/"] * 2
    assert "ratelimit-limit" not in visitors.get(HOST, "/api/v1/items/").headers


def test_a_title_cannot_open_the_urgent_slot(home, visitors):
    publish(write(home, title=f"Khẩn {MARK}"[:250]), home)
    with everything("tests"):
        assert Article.objects.get(live=True).title.endswith("-->")
    for path in ("/rss.xml", "/atom.xml", "/feed.json", "/api/v1/items/"):
        assert MARK not in visitors.get(HOST, path).text
