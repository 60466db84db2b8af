"""A commune reads the portal of its province (P14): real servers, real conditions, nothing doubled."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, public, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, commune
from conglang.network.exchange import fetching
from conglang.network.exchange.fetching import Unreachable
from conglang.network.exchange.models import Feed, FeedItem, Use
from conglang.network.exchange.queries import due_feeds, linked_items
from conglang.network.exchange.rules import Fault
from conglang.network.exchange.services.add_feed import add_feed
from conglang.network.exchange.services.confirm_feed import OwnFeed, confirm_feed
from conglang.network.exchange.services.hubs import ask_hub, tell_hub, verify_hub, was_told
from conglang.network.exchange.services.pull_feed import pull_feed
from conglang.network.exchange.services.stop_feed import stop_feed
from conglang.network.exchange.tests.peers import atom, entry, signed
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage

LATER = NOW + timedelta(hours=1)


def add(home, url: str, use: Use = Use.DRAFTS, by=None) -> Feed:
    by = by or home.desk
    section = home.news.pk if use == Use.DRAFTS else None
    with use_scope(by.scope):
        return add_feed(
            by=by, unit_id=home.unit.pk, name="Cổng tỉnh", url=url, use=use, section_id=section, now=NOW
        )


def fresh(feed: Feed) -> Feed:
    with everything("tests"):
        return Feed.objects.get(pk=feed.pk)


def drafts() -> list[Article]:
    with everything("tests"):
        return list(Article.objects.order_by("pk"))


def test_an_item_becomes_a_draft_with_its_source_and_waits_for_approval(home, portal):
    html = "&lt;p&gt;Sáng nay &lt;b&gt;khai mạc&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;.&lt;/p&gt;"
    feed = add(home, portal.give("/rss", atom(entry("a", "Khai mạc hội chợ", html=html))))
    assert pull_feed(feed_id=feed.pk, now=NOW).new == 1
    (draft,) = drafts()
    assert not draft.live
    assert (draft.source_name, draft.source_url) == ("Cổng tỉnh", "https://songmau.example/a")
    assert draft.is_collected
    text = str(draft.body.get_prep_value())
    assert "khai mạc" in text
    assert "script" not in text
    with everything("tests"):
        assert Review.objects.get(object_id=draft.pk).stage == Stage.DRAFT


def test_reading_again_takes_nothing_twice(home, portal):
    feed = add(home, portal.give("/rss", atom(entry("a"), entry("b", day=21)), ETag='"1"'))
    for _ in range(3):
        pull_feed(feed_id=feed.pk, now=NOW)
    assert len(drafts()) == 2
    assert [asked[2].get("If-None-Match") for asked in portal.asked] == [None, '"1"', '"1"']


def test_the_same_address_from_another_feed_is_no_second_draft(home, portal):
    first = add(home, portal.give("/rss", atom(entry("a"))))
    second = add(home, portal.give("/atom", atom(entry("x", link="https://songmau.example/a"))))
    for feed in (first, second):
        pull_feed(feed_id=feed.pk, now=NOW)
    (draft,) = drafts()
    with everything("tests"):
        double = FeedItem.objects.get(feed=second)
    assert (double.article_id, double.is_double) == (draft.pk, True)


def test_old_items_of_a_new_feed_do_not_flood_the_desk(home, portal):
    feed = add(home, portal.give("/rss", atom(entry("old", day=1), entry("young", day=20))))
    assert pull_feed(feed_id=feed.pk, now=NOW).new == 2
    assert [draft.source_url for draft in drafts()] == ["https://songmau.example/young"]


def test_a_change_at_the_source_is_told_and_changes_no_draft(home, portal):
    feed = add(home, portal.give("/rss", atom(entry("a", "Tin cũ"))))
    pull_feed(feed_id=feed.pk, now=NOW)
    portal.give("/rss", atom(entry("a", "Tin đã sửa")))
    assert pull_feed(feed_id=feed.pk, now=LATER).changed == 1
    assert [draft.title for draft in drafts()] == ["Tin cũ"]
    with everything("tests"):
        assert FeedItem.objects.get().changed_at == LATER


def test_what_came_from_a_site_of_ours_does_not_return(home, portal):
    from conglang.base.units.models import Site  # noqa: PLC0415

    Site.objects.create(unit=home.unit, host="bensen.songmau.example", opened_on=NOW.date())
    feed = add(home, portal.give("/rss", atom(entry("a", link="https://bensen.songmau.example/tin/a"))))
    assert pull_feed(feed_id=feed.pk, now=NOW).new == 0
    assert drafts() == []


class TestTrouble:
    def test_a_portal_that_fails_is_asked_less_and_less_and_says_so(self, home, portal):
        feed = add(home, portal.give("/rss", b"", status=503))
        waits = []
        for _ in range(8):
            pull_feed(feed_id=feed.pk, now=NOW)
            waits.append(fresh(feed).next_at - NOW)
        assert waits == sorted(waits)
        assert waits[-1] == timedelta(days=1)
        assert fresh(feed).error == "HTTP 503"
        portal.give("/rss", atom(entry("a")))
        pull_feed(feed_id=feed.pk, now=LATER)
        assert (fresh(feed).error, fresh(feed).failures) == ("", 0)

    def test_the_other_side_says_how_long_to_wait(self, home, portal):
        feed = add(home, portal.give("/rss", b"", status=429, Retry_After="7200"))
        pull_feed(feed_id=feed.pk, now=NOW)
        assert fresh(feed).next_at == NOW + timedelta(hours=2)

    def test_a_feed_that_is_gone_is_read_no_more(self, home, portal):
        feed = add(home, portal.give("/rss", b"", status=410))
        pull_feed(feed_id=feed.pk, now=NOW)
        assert not fresh(feed).is_read

    def test_a_page_is_no_feed(self, home, portal):
        feed = add(home, portal.give("/rss", b"<html><p>Trang chu</p></html>"))
        assert pull_feed(feed_id=feed.pk, now=NOW).error == Fault.NO_FEED

    def test_an_endless_answer_is_cut_off(self, home, portal):
        feed = add(home, portal.give("/rss", b"x" * (fetching.BYTES_MOST + 1)))
        assert "too large" in pull_feed(feed_id=feed.pk, now=NOW).error

    def test_what_was_left_out_stands_on_the_feed_until_nothing_is(self, home, portal):
        feed = add(home, portal.give("/rss", atom(*[entry(f"a{n}") for n in range(53)])), Use.LINKS)
        with use_scope(home.leader.scope):
            confirm_feed(by=home.leader, feed=feed, now=NOW)
        pull_feed(feed_id=feed.pk, now=NOW)
        assert fresh(feed).left == 3
        portal.give("/rss", atom(entry("b")))
        pull_feed(feed_id=feed.pk, now=LATER)
        assert fresh(feed).left == 0

    def test_addresses_inside_the_house_are_not_asked(self, home, portal, settings):
        settings.EXCHANGE_PRIVATE = False
        feed = add(home, portal.give("/rss", atom(entry("a"))))
        assert pull_feed(feed_id=feed.pk, now=NOW).error
        assert portal.asked == []

    def test_a_redirect_leads_only_to_the_web(self, home, portal):
        for place in ("file:///etc/passwd", "ftp://127.0.0.1/x", "//[", "/loop"):
            url = portal.give("/loop", b"", status=302, Location=place)
            with pytest.raises(Unreachable):
                fetching.fetch(url)


class TestLinks:
    def test_links_stand_on_the_front_page_only_after_a_second_person(self, home, portal):
        feed = add(home, portal.give("/rss", atom(entry("a", "Tin tỉnh"))), Use.LINKS, by=home.head)
        assert due_feeds_ids(NOW) == []
        with use_scope(home.head.scope), pytest.raises(OwnFeed):
            confirm_feed(by=home.head, feed=feed, now=NOW)
        with use_scope(home.leader.scope):
            confirm_feed(by=home.leader, feed=feed, now=NOW)
        assert due_feeds_ids(NOW) == [feed.pk]
        pull_feed(feed_id=feed.pk, now=NOW)
        assert drafts() == []
        with use_scope(public(home.unit.pk)):
            assert [item.title for item in linked_items(home.unit.pk)] == ["Tin tỉnh"]
        with use_scope(home.desk.scope):
            stop_feed(by=home.desk, feed=feed, now=LATER)
        with use_scope(public(home.unit.pk)):
            assert linked_items(home.unit.pk) == []

    def test_every_step_is_on_record(self, home, portal):
        feed = add(home, portal.give("/rss", atom()), Use.LINKS, by=home.head)
        with use_scope(home.leader.scope):
            confirm_feed(by=home.leader, feed=feed, now=NOW)
            stop_feed(by=home.leader, feed=feed, now=NOW)
        verbs = (
            AuditEntry.objects.filter(verb__startswith="exchange.")
            .order_by("pk")
            .values_list("verb", flat=True)
        )
        assert list(verbs) == ["exchange.feed_added", "exchange.feed_confirmed", "exchange.feed_stopped"]


def due_feeds_ids(now) -> list[int]:
    with everything("tests"):
        return due_feeds(now)


class TestAdding:
    def test_a_writer_cannot_and_a_neighbour_finds_nothing(self, home, portal):
        with pytest.raises(Forbidden):
            add(home, portal.origin, by=home.writer)
        feed, other = add(home, portal.give("/rss", atom())), commune("98002", "Gò Lau")
        with use_scope(other.desk.scope), pytest.raises(NotFound):
            stop_feed(by=other.desk, feed=feed, now=NOW)

    def test_the_same_address_twice_is_one_feed(self, home):
        assert add(home, "https://a.example/rss") == add(home, "HTTPS://A.example/rss#x")

    @pytest.mark.parametrize("url", ["", "a.example", "file:///etc/passwd", "javascript:x"])
    def test_only_addresses_of_the_web(self, home, url):
        with pytest.raises(ValidationError):
            add(home, url)


class TestHub:
    """WebSub, with a hub that keeps to the protocol."""

    @pytest.fixture
    def told(self, home, portal, client):
        from conglang.base.units.models import Site  # noqa: PLC0415

        Site.objects.create(unit=home.unit, host="bensen.localhost", opened_on=NOW.date())
        links = f'<link rel="hub" href="{portal.origin}/hub"/><link rel="self" href="{portal.origin}/rss"/>'
        feed = add(home, portal.give("/rss", atom(entry("a"), links=links)))
        pull_feed(feed_id=feed.pk, now=NOW)
        return fresh(feed)

    def test_the_hub_is_asked_verifies_and_tells(self, told, portal, client):
        callback = f"/nguon-ngoai/{told.uid}/"
        answers = []

        def subscribe(form: dict[str, str]) -> int:
            answers.append(form)
            return 202

        portal.on_post = subscribe
        with everything("tests"):
            assert ask_hub(feed=told, callback=f"http://bensen.localhost{callback}", now=NOW)
        (form,) = answers
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", f"{portal.origin}/rss")
        query = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "xyz",
            "hub.lease_seconds": "864000",
        }
        answer = client.get(callback, query, headers={"host": "bensen.localhost"})
        assert (answer.status_code, answer.content) == (200, b"xyz")
        assert fresh(told).told_until is not None
        body = atom(entry("b"))
        for signature, next_is_now in (("sha256=00", False), (signed(form["hub.secret"], body), True)):
            with everything("tests"):
                Feed.objects.update(next_at=NOW + timedelta(days=400))
            answer = client.post(
                callback, body, content_type="application/atom+xml",
                headers={"host": "bensen.localhost", "x-hub-signature": signature},
            )  # fmt: skip
            assert answer.status_code == 202
            assert (fresh(told).next_at < NOW + timedelta(days=399)) == next_is_now

    def test_a_question_about_something_else_is_refused(self, told, client):
        for mode, topic in (
            ("subscribe", "https://a.example/"),
            ("unsubscribe", told.topic),
            ("x", told.topic),
        ):
            query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": "xyz"}
            answer = client.get(f"/nguon-ngoai/{told.uid}/", query, headers={"host": "bensen.localhost"})
            assert answer.status_code == 404

    def test_what_nobody_asked_for_is_not_promised(self, told):
        with everything("tests"):
            assert not verify_hub(feed=told, mode="subscribe", topic=told.topic, lease="1", now=NOW)
            assert not was_told(feed=told, body=b"x", signature=signed("", b"x"), now=NOW)

    def test_a_hub_is_told_of_our_news_and_its_refusal_is_an_error(self, portal, settings):
        settings.EXCHANGE_PRIVATE = True
        tell_hub(hub=f"{portal.origin}/hub", topics=["https://bensen.example/rss.xml"])
        assert b"hub.mode=publish" in portal.asked[0][3]
        portal.on_post = lambda _form: 503
        with pytest.raises(Unreachable):
            tell_hub(hub=f"{portal.origin}/hub", topics=["https://bensen.example/rss.xml"])
