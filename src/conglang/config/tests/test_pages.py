"""Stored pages through the front, with the real portal behind it."""

from datetime import date

import pytest

from conglang.base.units.models import Site
from conglang.base.units.scope import use_scope
from conglang.config.tests.visiting import Visitors
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.pagestore.services.freshen import freshen

HOST = "bensen.songmay.localhost"
SINCE = date(2025, 7, 1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    settings.PAGES_ROOT, settings.URGENT_ROOT = tmp_path / "pages", tmp_path / "urgent"
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Django runs in the thread of the test's loop
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home():
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    freshen()
    return place


@pytest.fixture
def visitors(home):
    return Visitors()


def test_a_page_is_rendered_once_and_then_answered_without_django(visitors):
    first = visitors.get(HOST)
    again = visitors.get(HOST)
    assert visitors.rendered == ["/"]
    assert (first.status, first.text) == (again.status, again.text)
    assert "Xã Bến Sen" in again.text


def test_what_is_published_is_seen_at_the_commit_and_rendered_once(home, visitors):
    visitors.get(HOST)
    article = publish(write(home), home)
    assert article.title in visitors.get(HOST).text
    assert article.title in visitors.get(HOST).text
    assert visitors.rendered == ["/", "/"]


def test_what_is_withdrawn_is_gone_at_the_commit(home, visitors):
    article = publish(write(home), home)
    address = f"/news/{article.slug}/"
    assert visitors.get(HOST, address).status == 200
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.head, now=NOW, reason="Đăng nhầm")
    assert visitors.get(HOST, address).status == 404
    assert article.title not in visitors.get(HOST).text
