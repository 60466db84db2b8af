"""What had to be public is fetched as visitors get it, and what was found is kept as a proof."""

from datetime import date
from hashlib import sha256

import pytest

from conglang.base.duties.models import Evidence, PageWatch
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Site
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.network.exchange.tests.peers import server
from conglang.portal import probing
from conglang.portal.probing import look
from conglang.portal.tasks import look_at, look_at_pages

HOST = "bensen.songmay.localhost"
PAGE = b"<html>Noi dung</html>"


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
    with clock.frozen(NOW):
        yield place


@pytest.fixture
def front(settings):
    """What listens where the operator says that the front does."""
    with server() as peer:
        settings.PROBE_AT = peer.origin.removeprefix("http://")
        yield peer


def test_a_page_is_asked_for_by_the_public_name_of_its_site(home, front):
    front.give("/tin/bai-1/", PAGE)
    assert look(home.unit.pk, "/tin/bai-1/").sha256 == sha256(PAGE).hexdigest()
    (asked,) = front.asked
    assert asked[2]["Host"] == HOST
    assert "bot" in asked[2]["User-Agent"]


def test_what_is_not_the_page_is_trouble_and_never_an_error(home, front, settings, monkeypatch):
    front.give("/dan-di/", b"", status=302, Location="/khac/")
    front.give("/trong/", b"")
    front.give("/dai/", b"x" * 2_000)
    monkeypatch.setattr(probing, "BYTES_MOST", 1_000)
    found = {path: look(home.unit.pk, path).trouble for path in ("/mat/", "/dan-di/", "/trong/", "/dai/")}
    assert found == {
        "/mat/": "HTTP 404", "/dan-di/": "HTTP 302", "/trong/": "empty", "/dai/": "too large or too slow",
    }  # fmt: skip
    settings.PROBE_AT = "127.0.0.1:1"
    assert look(home.unit.pk, "/tin/").trouble == "NewConnectionError"
    assert look(987, "/tin/").trouble == "no site"


def test_a_duty_about_an_article_is_watched_once_it_is_done(home, front, settings):
    immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    settings.TASKS = {"default": settings.TASKS["default"] | immediate}
    article = publish(write(home), home)
    with use_scope(home.leader.scope):
        duty = start(
            by=home.leader, unit_id=home.unit.pk, key="cong-khai", title="Công khai", rules=["PUB_DEFAULT"],
            trigger=Trigger("Ban hành", NOW), subject=Subject(article, article.title), now=NOW,
        )  # fmt: skip
        fulfil(by=home.leader, duty_id=duty.pk, now=NOW)
    while deliver(now=NOW):
        pass
    with everything("tests"):
        watch = PageWatch.objects.get()
        assert watch.path == article.get_absolute_url()
    front.give(watch.path, PAGE)
    look_at_pages(NOW)
    with everything("tests"):
        proof = Evidence.objects.get()
        assert (proof.source, proof.sha256) == (f"http://{HOST}{watch.path}", sha256(PAGE).hexdigest())
        assert PageWatch.objects.get().next_at > NOW
    look_at_pages(NOW)
    assert len(front.asked) == 1
    look_at.call(987_654)  # one that is gone meanwhile
