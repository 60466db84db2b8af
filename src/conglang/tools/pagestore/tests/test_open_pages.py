"""The small module that asks for urgent notices while a page is open, in a real browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conglang.tools.pagestore.slot import ADDRESS, MARK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MODULE = Path(__file__).parents[1] / "static" / "pagestore" / "js" / "urgent.js"
SITE = "http://bensen.localhost"
NOTICE = '<section class="urgent-notice"><p>Lũ về</p></section>'


class Site:
    """What the server says; `asked` counts the questions."""

    def __init__(self, page: "Page") -> None:
        self.notice, self.asked, self.is_down = "", 0, False
        page.route("**/*", self.answer)

    def answer(self, route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/":
            slot = f'<div data-urgent="{ADDRESS}">{MARK}</div>'
            html = f'<!doctype html>{slot}<script type="module" src="/urgent.js"></script>'
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path == "/urgent.js":
            route.fulfill(body=MODULE.read_text(), content_type="text/javascript")
        elif self.is_down:
            route.abort()
        else:
            self.asked += 1
            route.fulfill(body=self.notice, content_type="text/html; charset=utf-8")


@pytest.fixture
def page(browser: "Browser"):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def pass_by(page: "Page", seconds: int) -> None:
    page.clock.run_for(seconds * 1000)
    page.wait_for_timeout(200)


def test_an_open_page_shows_a_notice_and_takes_it_down_without_loading_anew(page):
    site = Site(page)
    page.goto(SITE + "/")
    pass_by(page, 10)
    assert site.asked == 0
    site.notice = NOTICE
    pass_by(page, 11)
    assert page.inner_text("[data-urgent]") == "Lũ về"
    site.is_down = True
    pass_by(page, 21)
    assert page.inner_text("[data-urgent]") == "Lũ về"
    site.is_down, site.notice = False, ""
    pass_by(page, 21)
    assert page.inner_text("[data-urgent]") == ""


def test_a_phone_that_saves_data_is_asked_less(page):
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    site = Site(page)
    page.goto(SITE + "/")
    pass_by(page, 290)
    assert site.asked == 0
    pass_by(page, 11)
    assert site.asked == 1


def test_a_page_in_the_background_asks_nothing_and_catches_up(page):
    page.add_init_script(
        "window.seen = 'visible';"
        "Object.defineProperty(document, 'visibilityState', {get: () => window.seen});"
    )
    site = Site(page)
    page.goto(SITE + "/")
    show = "seen => { window.seen = seen; document.dispatchEvent(new Event('visibilitychange')) }"
    page.evaluate(show, "hidden")
    pass_by(page, 600)
    assert site.asked == 0
    page.evaluate(show, "visible")
    pass_by(page, 1)
    assert site.asked == 1
