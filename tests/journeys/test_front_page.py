"""The front page of a commune as a resident meets it: light, still, its pictures turned at will."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, sign_in
from tests.journeys.visiting import DESKTOP, NARROWEST, PHONE, Opener, open_until
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME, BARE = "hoamau.songmau.localhost", "doimau.songmau.localhost"
MOST_BYTES, MOST_REQUESTS = 60 * 1024, 8
BANNER = ".banner-picture img"


@pytest.fixture
def address(demo: Demo, page: Page) -> str:
    """The page, once the worker has made the web copies of its pictures."""
    open_until(page, demo.at(HOME, "/"), page.locator(BANNER), count=6)
    return page.url


def test_the_first_view_on_a_phone_is_light(address: str, open_context: Opener):
    page = open_context(**PHONE).new_page()
    weight = fetched(page, address)
    listing = "\n".join(f"{size} {url}" for url, size in weight.items())
    assert sum(weight.values()) <= MOST_BYTES, listing
    assert len(weight) <= MOST_REQUESTS, listing
    assert sum(".avif" in url for url in weight) >= 1, listing
    assert overflow_px(page) <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_reader_turns_the_pictures_with_fingers_or_keys(
    address: str, open_context: Opener, *, scripts: bool
):
    page = open_context(**PHONE, java_script_enabled=scripts).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_timeout(3_000)  # nothing turns by itself
    expect_shown(page, 0)
    before = len(asked)
    page.locator(".banner-turn[data-to=after]").first.click()
    expect_shown(page, 1)
    page.wait_for_timeout(500)
    if scripts:  # without them browsers fetch everything at once, as the standard wants it
        assert [url.endswith(".avif") for url in asked[before:]] == [True], "one picture, fetched now"
    page.locator(".banner-turn[data-to=before]").nth(1).click()
    page.locator("#banner-1").press("ArrowLeft")
    expect_shown(page, 5)


def test_what_waits_for_the_reader_is_not_covered_by_what_follows(address: str, open_context: Opener):
    page = open_context(**PHONE).new_page()
    page.goto(address)
    reserved, needed = page.locator(".health").evaluate(
        "block => [block.offsetHeight, (block.style.contentVisibility = 'visible', block.offsetHeight)]"
    )
    assert 0 < needed <= reserved


@pytest.mark.parametrize("size", [NARROWEST, DESKTOP], ids=["320", "1366"])
@pytest.mark.parametrize("host", [HOME, BARE])
def test_nobody_meets_a_barrier(address: str, demo: Demo, open_context: Opener, host: str, size: Any):
    context = open_context(**size)
    for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"contrast": "more"}):
        page = context.new_page()
        page.emulate_media(**look)
        page.goto(demo.at(host, "/"))
        assert_no_axe_violations(page)
        assert overflow_px(page) <= 0
        page.close()


def expect_shown(page: Page, wanted: int) -> None:
    """One of the pictures is seen, and no other."""
    for number, each in enumerate(page.locator(BANNER).all()):
        expect(each).to_be_visible(visible=number == wanted)


def fetched(page: Page, address: str) -> dict[str, int]:
    """Bytes over the wire of everything that the first view asks for, by address."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda it: urls.update({it["requestId"]: it["response"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda it: sizes.update({urls.get(it["requestId"], ""): int(it["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    # what the browser had already, as the sign of the tab, costs nothing
    return {url: size for url, size in sizes.items() if size and url.startswith("http")}


def test_the_pictures_to_choose_from_stand_side_by_side(address: str, demo: Demo, open_context: Opener):
    """One below the other they would be a page of many screens, most of it blank."""
    page = open_context(**DESKTOP).new_page()
    sign_in(page, demo, "quantri.hoamau")
    page.goto(demo.at(DESK, "/trang-cua-don-vi/anh/"))
    page.locator(".pick").first.scroll_into_view_if_needed()
    expect(page.locator(".pick img").first).not_to_have_js_property("naturalWidth", 0)
    first, second = (page.locator(".pick").nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
