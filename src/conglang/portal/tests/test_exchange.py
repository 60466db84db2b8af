"""Our feeds name the hub that tells of news; links from other portals stand on the front page (P11, P14)."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from conglang.base.ledger.events import handler_name, handlers_of
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, text, write
from conglang.kernel import clock
from conglang.network.exchange.models import Feed, FeedItem
from conglang.network.exchange.reading import read_feed
from conglang.network.exchange.tests.peers import server
from conglang.portal.handlers import tell_hub_of_lost_item, tell_hub_of_new_item
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn

HOST = "bensen.songmay.localhost"


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
    with clock.frozen(NOW):
        yield place


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_a_feed_names_its_hub_and_is_read_by_our_own_reader(home, visitor, settings, name):
    settings.WEBSUB_HUB = "https://hub.example/"
    publish(write(home, title="Chợ quê họp lại", body=[text("<p>Sáng nay.</p>")]), home)
    answer = visitor.get(f"/{name}")
    channel = read_feed(answer.content, f"http://{HOST}/{name}", answer["Content-Type"])
    assert channel.hub == "https://hub.example/"
    assert channel.topic == f"http://{HOST}/{name}"
    (item,) = channel.entries
    assert item.title == "Chợ quê họp lại"
    assert item.link.startswith(f"http://{HOST}/news/")


def test_the_hub_hears_of_new_and_lost_items(home, settings):
    settings.EXCHANGE_PRIVATE = True
    immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    settings.TASKS = {"default": settings.TASKS["default"] | immediate}
    article = publish(write(home), home)
    facts = {"model": "newsroom.article", "object_id": article.pk, "unit_id": home.unit.pk}
    with server() as hub:
        settings.WEBSUB_HUB = f"{hub.origin}/hub"
        tell_hub_of_new_item(ItemPublished(**facts, approval_id=1), NOW)
        told = [body for _method, _path, _headers, body in hub.asked]
        assert len(told) == 6
        assert any(b"%2Fnews%2Fatom.xml" in body for body in told)
        tell_hub_of_lost_item(ItemWithdrawn(**facts, reason="x"), NOW)
        assert len(hub.asked) == 12
    hear_of_entries = handlers_of(ItemPublished(**facts | {"model": "calendars.entry"}, approval_id=1))
    assert handler_name(tell_hub_of_new_item) not in hear_of_entries


def test_links_of_other_portals_stand_on_the_front_page_with_their_source(home, visitor):
    with everything("tests"):
        feed = Feed.objects.create(
            unit=home.unit,
            name="Cổng tỉnh",
            url="https://tinh.example/rss",
            use="links",
            added_at=NOW,
            next_at=NOW,
        )
        FeedItem.objects.create(
            unit=home.unit, feed=feed, identity="a", link="https://tinh.example/a", title="Tin <tỉnh>",
            content_sha256="x", seen_at=NOW,
        )  # fmt: skip
    assert "tinh.example" not in visitor.get("/").content.decode()
    with everything("tests"):
        Feed.objects.update(confirmed_at=NOW)
    page = visitor.get("/").content.decode()
    assert 'href="https://tinh.example/a"' in page
    assert "Tin &lt;tỉnh&gt;" in page
    assert "Cổng tỉnh" in page
    [title] = BeautifulSoup(page, "html.parser").select("h3 a[href='https://tinh.example/a']")
    assert title.find_parent("ul")["class"] == ["news"], "apart from the next, as all lists of news"
