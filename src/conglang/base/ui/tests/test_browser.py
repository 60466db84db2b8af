"""The style guide in real Chromium: accessible in every theme, with modules that keep their word."""

import gzip
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page, Route

from conglang.base.ui import views
from conglang.base.ui.errors import error_page

pytestmark = [pytest.mark.browser, pytest.mark.urls("conglang.base.ui.tests.urls")]

ORIGIN = "http://ui.test"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
PAGES: dict[str, Callable[..., HttpResponse]] = {
    "/guide": views.guide,
    "/public": views.public_sample,
    "/desk": views.desk_sample,
    "/error": lambda request: error_page(request, 404),
}
THEMES = ("theme=light", "theme=dark", "theme=light&contrast=more", "theme=dark&contrast=more", "text=larger")


def form(attributes: str, inside: str, *modules: str) -> str:
    scripts = "".join(f'<script type="module" src="/static/ui/js/{name}.js"></script>' for name in modules)
    top = f'<!doctype html><html lang="vi"><body><form method="post" action="/sent" {attributes}>'
    return f"{top}{inside}</form>{scripts}"


class Site:
    """Answers a page's requests from this process: views of the guide, static files, pages made in a test."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}
        self.json: list[str] = []
        self.posts = 0
        self.bytes_sent = 0
        self.requests = 0

    def answer(self, route: Route) -> None:
        request = route.request
        url = urlsplit(request.url)
        self.requests += 1
        self.posts += request.method == "POST"
        if url.path.startswith("/static/") and (found := finders.find(url.path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(found)[0] or "text/plain"
            self.fulfil(route, Path(found).read_bytes(), kind)
        elif url.path in self.made:
            self.fulfil(route, self.made[url.path].encode(), "text/html; charset=utf-8")
        elif url.path == "/progress.json":
            body = self.json.pop(0) if len(self.json) > 1 else self.json[0]
            route.fulfill(status=200 if body else 503, body=body, content_type="application/json")
        elif url.path in PAGES:
            response = PAGES[url.path](RequestFactory().get(f"{url.path}?{url.query}"))
            self.fulfil(route, response.content, "text/html; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    def fulfil(self, route: Route, body: bytes, kind: str) -> None:
        self.bytes_sent += len(gzip.compress(body))  # as the front sends it
        route.fulfill(
            body=body, content_type=kind, headers={"content-type": kind, "content-security-policy": POLICY}
        )


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN")
    context.route("**/*", site.answer)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(20000)
    return page


def until(page: Page, expression: str) -> None:
    """Wait for a truth in the page; Playwright's own way needs `eval`, which the policy forbids."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


@pytest.mark.parametrize("width", [320, 360, 1366])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_in_every_theme(page: Page, path: str, width: int):
    page.set_viewport_size({"width": width, "height": 740})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for theme in THEMES:
        page.goto(f"{ORIGIN}{path}?{theme}")
        found = Axe().run(page).response["violations"]
        assert [(theme, rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), theme
    assert [text for text in said if "Content Security Policy" in text] == []


def test_a_public_page_is_light(page: Page, site: Site):
    page.goto(f"{ORIGIN}/public")
    page.wait_for_load_state("networkidle")
    assert site.requests <= 8
    assert site.bytes_sent <= 30 * 1024  # half of what a first view may weigh; pictures take the rest


@pytest.mark.parametrize("path", ["/public", "/desk"])
def test_the_menu_opens_without_javascript_on_a_phone(browser: Browser, site: Site, path: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.route("**/*", site.answer)
    page = context.new_page()
    page.goto(ORIGIN + path)
    words = "Khuyến nông" if path == "/public" else "Hình ảnh, tệp"
    entry = page.get_by_role("link", name=words)
    assert not entry.is_visible()
    page.get_by_text("Tất cả chuyên mục" if path == "/public" else "Danh mục", exact=True).click()
    assert entry.is_visible()
    context.close()


def test_every_target_of_a_phone_is_large_enough(page: Page):
    """Links inside sentences and in the path to a page are excepted, as in WCAG 2.5.8."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{ORIGIN}/guide")
    small = page.evaluate(
        """[...document.querySelectorAll("a, button, summary, select, input:not([type=hidden]), textarea")]
        .filter((part) => part.checkVisibility() && !part.closest("p, li, .breadcrumb, nav.menu, label"))
        .map((part) => [part.textContent.trim(), Math.round(part.getBoundingClientRect().height)])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_reading_choices_are_remembered(page: Page):
    page.goto(f"{ORIGIN}/public")
    root = page.locator("html")
    page.get_by_role("button", name="Tương phản").click()
    page.get_by_role("button", name="Cỡ chữ").click()
    page.reload()
    assert (root.get_attribute("data-contrast"), root.get_attribute("data-text")) == ("more", "large")
    button = page.get_by_role("button", name="Tương phản")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert root.get_attribute("data-contrast") == "normal"


def test_reading_tools_are_hidden_without_javascript(browser: Browser, site: Site):
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*", site.answer)
    page = context.new_page()
    page.goto(f"{ORIGIN}/public")
    assert not page.get_by_role("button", name="Tương phản").is_visible()
    context.close()


def test_a_too_big_file_is_refused_before_it_travels(page: Page, site: Site):
    field = (
        '<input type="file" id="f" name="f" data-max-bytes="2048" data-too-big="Tệp “{name}” nặng {size}.">'
        "<button>Gửi</button>"
    )
    site.made |= {"/sent": "<p>Đã gửi</p>"}
    site.made["/form"] = form('enctype="multipart/form-data"', field, "file-size", "submit-once")
    page.goto(f"{ORIGIN}/form")
    page.set_input_files("#f", {"name": "ảnh.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 3000})
    assert page.get_by_role("alert").text_content() == "Tệp “ảnh.jpg” nặng 3 KB."
    assert page.locator("#f").get_attribute("aria-invalid") == "true"
    page.get_by_role("button", name="Gửi").click()
    assert site.posts == 0
    page.set_input_files("#f", {"name": "nhỏ.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2048})
    assert not page.get_by_role("alert").is_visible()
    page.get_by_role("button", name="Gửi").click()
    page.wait_for_url("**/sent")
    assert site.posts == 1


KEPT = (
    '<div data-keep-offer hidden><button type="button" data-keep-restore>Khôi phục</button>'
    '<button type="button" data-keep-forget>Bỏ</button></div><input type="hidden" name="token" value="old">'
    '<textarea name="body"></textarea><input name="pin" type="password">'
    '<input type="checkbox" name="c" value="1">'
    "<button>Gửi</button>"
)


def typed(page: Page, text: str) -> None:
    page.goto(f"{ORIGIN}/form")
    page.fill("textarea", text)
    page.fill("[type=password]", "123456")
    page.check("[type=checkbox]")
    until(page, "localStorage.getItem('keep-a1')?.includes('true')")


def test_what_was_typed_comes_back_after_a_lost_page(page: Page, site: Site):
    site.made["/form"] = form('data-keep="a1"', KEPT, "keep-typed")
    typed(page, "Bài viết dài")
    page.goto(f"{ORIGIN}/form")
    assert page.input_value("textarea") == ""
    page.get_by_role("button", name="Khôi phục").click()
    assert page.input_value("textarea") == "Bài viết dài"
    assert page.is_checked("[type=checkbox]")
    assert not page.get_by_role("button", name="Khôi phục").is_visible()


def test_who_types_and_leaves_at_once_loses_nothing(page: Page, site: Site):
    site.made["/form"] = form('data-keep="a1"', KEPT, "keep-typed")
    page.goto(f"{ORIGIN}/form")
    page.locator("textarea").press_sequentially("Bài")
    page.goto(f"{ORIGIN}/form")
    page.get_by_role("button", name="Khôi phục").click()
    assert page.input_value("textarea") == "Bài"


def test_what_a_form_begins_with_anew_is_kept_and_not_offered(page: Page, site: Site):
    site.made["/form"] = form('data-keep="a1"', KEPT, "keep-typed")
    typed(page, "Bài cũ")
    site.made["/form"] = form(
        'data-keep="a1" data-keep-anew', KEPT.replace("</textarea>", "Bài mới</textarea>"), "keep-typed"
    )
    page.goto(f"{ORIGIN}/form")
    until(page, "localStorage.getItem('keep-a1').includes('Bài mới')")
    assert not page.get_by_role("button", name="Khôi phục").is_visible()


def test_secrets_and_hidden_fields_are_never_kept(page: Page, site: Site):
    site.made["/form"] = form('data-keep="a1"', KEPT, "keep-typed")
    typed(page, "Bài")
    kept = page.evaluate("localStorage.getItem('keep-a1')")
    assert "123456" not in kept
    assert "token" not in kept


def test_success_or_refusal_forgets_what_was_typed(page: Page, site: Site):
    site.made["/form"] = form('data-keep="a1"', KEPT, "keep-typed")
    site.made["/done"] = form("", '<p data-keep-done="a1">Đã gửi</p>', "keep-typed")
    typed(page, "Bài")
    page.goto(f"{ORIGIN}/done")
    assert page.evaluate("localStorage.getItem('keep-a1')") is None
    typed(page, "Bài khác")
    page.goto(f"{ORIGIN}/form")
    page.get_by_role("button", name="Bỏ").click()
    assert page.evaluate("localStorage.getItem('keep-a1')") is None


def test_a_form_leaves_only_once(page: Page, site: Site):
    site.made["/form"] = form(
        'data-submit-once="Đang gửi…" target="_blank"', "<button>Gửi</button>", "submit-once"
    )
    page.goto(f"{ORIGIN}/form")
    with page.expect_popup():
        page.get_by_role("button").dblclick()
    assert page.get_by_role("button").text_content() == "Đang gửi…"
    page.wait_for_timeout(200)
    assert site.posts == 1


def test_progress_moves_survives_an_outage_and_leads_on(page: Page, site: Site):
    site.json = [
        '{"done": 640, "total": 1200, "note": "Tệp 640", "finished": false}',
        "",
        '{"done": 1200, "total": 1200, "note": "Xong", "finished": true, "next_url": "/next"}',
    ]
    box = (
        '<div data-progress="/progress.json" data-lost="Mất kết nối"><progress></progress>'
        "<span data-count></span><span data-note></span></div>"
    )
    site.made |= {"/form": form("", box, "progress"), "/next": "<p>xong</p>"}
    page.goto(f"{ORIGIN}/form")
    until(page, "document.querySelector('progress').value === 640")
    assert page.text_content("[data-count]") == "640/1.200"
    until(page, "document.querySelector('[data-note]').textContent === 'Mất kết nối'")
    page.wait_for_url("**/next", timeout=20000)


def test_a_dialog_asks_and_closes_and_gives_the_focus_back(page: Page):
    page.goto(f"{ORIGIN}/guide")
    opener = page.get_by_role("link", name="Mở hộp hỏi")
    opener.click()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert opener.evaluate("(link) => link === document.activeElement")


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(page: Page):
    page.goto(f"{ORIGIN}/public")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Chuyển đến nội dung chính")
    assert skip.evaluate("(link) => link.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_gets_black_on_white_without_what_cannot_be_pressed(page: Page):
    page.goto(f"{ORIGIN}/public?theme=dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.locator(".tile").first.evaluate("(tile) => getComputedStyle(tile).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert not page.locator(".menu").is_visible()
    assert page.locator("article, .news").first.is_visible()


def test_the_colours_of_the_system_reach_icons_and_bars(page: Page):
    page.emulate_media(forced_colors="active")
    page.goto(f"{ORIGIN}/guide")
    parts = ".masthead-home > .icon", ".masthead-name"
    icon, name = (page.locator(part).evaluate("(part) => getComputedStyle(part).color") for part in parts)
    assert icon == name
    assert page.locator("progress").first.evaluate("(bar) => getComputedStyle(bar).appearance") == "auto"
