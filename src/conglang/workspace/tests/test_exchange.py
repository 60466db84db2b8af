"""The desk's pages about outside portals, as people fill them in."""

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.network.exchange.models import Feed
from conglang.network.exchange.services.pull_feed import pull_feed
from conglang.network.exchange.tests.peers import atom, entry, server

PATH = "/nguon-ngoai/"


@pytest.fixture
def portal(settings):
    settings.EXCHANGE_PRIVATE = True
    with server() as peer:
        yield peer


def typed(office, url: str, **given) -> dict[str, str]:
    return {"url": url, "name": "Cổng tỉnh", "use": "drafts", "section": str(office.section.pk)} | given


def test_people_look_at_a_feed_before_they_take_it(desk, ours, portal):
    url = portal.give("/rss", atom(entry("a", "Khai mạc hội chợ")))
    browser = desk(ours.user(Role.DESK))
    seen = browser.post(f"{PATH}moi/", typed(ours, url)).content.decode()
    assert "Khai mạc hội chợ" in seen
    with everything("tests"):
        assert not Feed.objects.exists()
    answer = browser.post(f"{PATH}moi/", typed(ours, url, save="yes"))
    with everything("tests"):
        feed = Feed.objects.get()
    assert answer.url == f"{PATH}{feed.pk}/"
    pull_feed(feed_id=feed.pk, now=clock_now())
    page = browser.get(answer.url).content.decode()
    assert "Khai mạc hội chợ" in page
    assert "Cổng tỉnh" in browser.get(PATH).content.decode()


def test_how_many_items_were_left_is_said_before_and_after(desk, ours, portal):
    url = portal.give("/rss", atom(*[entry(f"a{n}") for n in range(53)]))
    browser = desk(ours.user(Role.DESK))
    assert "Còn 3 tin không đọc" in browser.post(f"{PATH}moi/", typed(ours, url)).content.decode()
    answer = browser.post(f"{PATH}moi/", typed(ours, url, save="yes"))
    with everything("tests"):
        pull_feed(feed_id=Feed.objects.get().pk, now=clock_now())
    assert "Còn 3 tin không đọc: mỗi lần chỉ đọc 50 tin đầu" in browser.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("path", "said"), [("/missing", "không có gì ở địa chỉ này"), ("/page", "không phải nguồn tin")]
)
def test_an_address_that_is_no_feed_is_explained_and_kept(desk, ours, portal, path, said):
    portal.give("/page", b"<html><p>Trang</p></html>")
    answer = desk(ours.user(Role.DESK)).post(f"{PATH}moi/", typed(ours, portal.origin + path, save="yes"))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"]["name"].value() == "Cổng tỉnh"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("không phải địa chỉ", "không phải địa chỉ của một trang"),
        ("ftp://bensen.example/rss", "không phải địa chỉ của một trang"),
        ("khong-co.invalid/rss", "Không tìm thấy trang nào có tên miền này"),
        ("http://127.0.0.1:9/rss", "Không kết nối được"),
    ],
)
def test_why_an_address_cannot_be_read_is_said_in_the_officials_own_words(desk, ours, portal, url, said):
    answer = desk(ours.user(Role.DESK)).post(f"{PATH}moi/", typed(ours, url))
    (told,) = answer.context["form"].errors["url"]
    assert said in told
    assert answer.context["form"]["url"].value() == url


def test_an_address_inside_the_house_is_explained(desk, ours, portal, settings):
    settings.EXCHANGE_PRIVATE = False
    answer = desk(ours.user(Role.DESK)).post(f"{PATH}moi/", typed(ours, portal.give("/rss", b"")))
    assert "mạng nội bộ" in answer.content.decode()


def test_a_feed_that_broke_says_so_on_its_page(desk, ours, portal):
    url = portal.give("/rss", atom(entry("a")))
    browser = desk(ours.user(Role.DESK))
    browser.post(f"{PATH}moi/", typed(ours, url, save="yes"))
    portal.give("/rss", b"", status=503)
    with everything("tests"):
        feed = Feed.objects.get()
    pull_feed(feed_id=feed.pk, now=clock_now())
    page = browser.get(f"{PATH}{feed.pk}/").content.decode()
    assert "Trang nguồn đang gặp lỗi (mã lỗi 503)" in page
    assert "HTTP 503" not in page


def test_links_wait_for_a_second_person(desk, ours, portal):
    url = portal.give("/rss", atom(entry("a", "Tin tỉnh")))
    browser = desk(ours.user(Role.HEAD_EDITOR))
    browser.post(f"{PATH}moi/", typed(ours, url, use="links", section="", save="yes"))
    with everything("tests"):
        feed = Feed.objects.get()
    page = f"{PATH}{feed.pk}/"
    assert "len-trang" not in browser.get(page).content.decode()
    assert "không tự duyệt" in browser.post(f"{page}len-trang/", follow=True).content.decode()
    leader = desk(ours.user(Role.COMMUNE_LEADER))
    assert "len-trang" in leader.get(page).content.decode()
    leader.post(f"{page}len-trang/")
    with everything("tests"):
        assert Feed.objects.get().is_read
        assert not Article.objects.exists()


def test_a_feed_is_stopped_and_a_neighbour_never_sees_it(desk, ours, theirs, portal):
    url = portal.give("/rss", atom())
    browser = desk(ours.user(Role.DESK))
    browser.post(f"{PATH}moi/", typed(ours, url, save="yes"))
    with everything("tests"):
        feed = Feed.objects.get()
    other = desk(theirs.user(Role.DESK))
    assert other.get(f"{PATH}{feed.pk}/").status_code == 404
    assert other.post(f"{PATH}{feed.pk}/dung/").status_code == 404
    assert browser.post(f"{PATH}{feed.pk}/dung/").url == PATH
    with everything("tests"):
        assert not Feed.objects.get().is_read
