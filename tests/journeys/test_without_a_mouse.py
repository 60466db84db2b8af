"""With keys alone, and with the page enlarged to 400 %: everything is reached, seen and in its place."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import overflow_px
from tests.journeys.officials import DESK, sign_in
from tests.journeys.visiting import DESKTOP, NARROWEST, PHONE, Opener, open_until
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME = "hoamau.songmau.localhost"
# where the focus is; empty on the page itself. Coordinates are those of the document.
FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    if (at === document.body) return null;
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        what: `${at.tagName} ${at.className} ${(at.innerText || at.ariaLabel || at.name || "").trim()}`,
        ring, y: box.y + scrollY, x: box.x,
        hidden: !middle || !(at.contains(middle) || middle.contains(at) || at.labels?.length),
        place: [...document.querySelectorAll("*")].indexOf(at),
    };
}"""
MOST_STOPS = 250


def stops(page: Page) -> list[dict[str, object]]:
    """Every stop of the Tab key, from the top of the page until the focus leaves it or comes round."""
    found: list[dict[str, object]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None or (found and at["place"] == found[0]["place"]):
            return found
        found.append(at)
    raise AssertionError("the focus never comes out of the page")


@pytest.mark.parametrize(
    "path",
    ["/", "/tim-kiem/?q=tiem+chung", "/lich/", "/lich-su/lich-su-xa-hoa-mau/bao-loi/", "/danh-ba-lien-he/"],
)
def test_the_focus_goes_through_the_page_in_order_and_is_always_seen(demo: Demo, page: Page, path: str):
    page.goto(demo.at(HOME, path))
    found = stops(page)
    assert found[0]["what"].startswith("A skip")  # type: ignore[attr-defined]
    assert [each["what"] for each in found if not each["ring"] or each["hidden"]] == []
    order = [each["place"] for each in found]
    assert order == sorted(order)  # type: ignore[type-var]
    things = page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary").all()
    groups = {each.get_attribute("name") for each in page.locator("input[type=radio]").all()}
    radios = page.locator("input[type=radio]").count()
    # of a group of choices one is a stop: arrows lead to the others
    assert len(found) == len([each for each in things if each.is_visible()]) - radios + len(groups)


def test_search_menu_pictures_calendar_and_form_obey_the_keys(demo: Demo, page: Page):
    open_until(page, demo.at(HOME), page.locator(".banner-picture img"), count=6)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    menu = page.locator(".menu summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu-panel")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".menu-panel a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-panel")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".menu-panel a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".menu-panel")).to_be_hidden()
    page.locator(".banner-choice").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".banner-picture").nth(1)).to_be_visible()
    page.locator("#masthead-q").focus()
    page.keyboard.type("lich tiep dan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/**")
    page.goto(demo.at(HOME, "/lich/"))
    page.get_by_role("link", name="Tuần sau").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lich/tuan/**")
    page.goto(demo.at(HOME, "/lich-su/lich-su-xa-hoa-mau/bao-loi/"))
    page.get_by_label("Chỗ nào sai?").focus()
    page.keyboard.type("Năm lập xã.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Gửi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Xin cảm ơn")


def test_enlarged_to_400_percent_nothing_is_lost(demo: Demo, open_context: Opener):
    """1280 px at 400 % are 320 px in CSS: what a wide window offers is still there, within the width."""
    wide = open_context(**DESKTOP).new_page()
    enlarged = open_context(**NARROWEST, device_scale_factor=4).new_page()
    for path in ("/", "/lich/", "/danh-ba-lien-he/", "/du-lieu-mo/"):
        offered = []
        for page in (wide, enlarged):
            page.goto(demo.at(HOME, path))
            page.locator(".menu summary").click()
            links = page.locator("a[href]").all()
            offered.append({each.get_attribute("href") for each in links if each.is_visible()})
        assert offered[0] <= offered[1]
        assert overflow_px(enlarged) <= 0


def test_a_visitor_without_scripts_finds_people_days_and_the_next_page(demo: Demo, open_context: Opener):
    page = open_context(**PHONE, java_script_enabled=False).new_page()
    page.goto(demo.at(HOME, "/danh-ba-lien-he/"))
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    page.goto(demo.at(HOME, "/lich/"))
    page.get_by_role("link", name="Tuần sau").tap()
    expect(page.locator(".calendar-week")).to_be_visible()
    page.goto(demo.at(HOME, "/tim-kiem/?q=tiem"))
    page.get_by_text("Thu hẹp").tap()
    page.get_by_role("button", name="Áp dụng").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tìm kiếm")


def test_drafts_are_compared_with_their_files_by_keys_alone(demo: Demo, page: Page):
    sign_in(page, demo, "ctv.hoamau")
    page.goto(demo.at(DESK, "/so-van-ban/nhan-tep/"))
    drop = page.get_by_role("link", name="Văn bản mới của tuần").get_attribute("href")
    to_compare = page.get_by_role("link", name="Đối chiếu các bản nháp")
    open_until(
        page,
        demo.at(DESK, str(drop)),
        page.get_by_role("link", name="Đối chiếu với tệp"),
        count=2,
        seconds=120,
    )
    to_compare.focus()
    page.keyboard.press("Enter")
    doubtful = page.locator("[data-doubtful]")
    expect(doubtful.first).to_be_focused()
    for turn in range(1, doubtful.count() + 1):
        page.keyboard.press("Alt+n")
        expect(doubtful.nth(turn % doubtful.count())).to_be_focused()
    abstract, first = page.get_by_label("Trích yếu"), page.url
    abstract.focus()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("(bản thử)")
    assert page.url == first
    assert abstract.input_value().endswith("\n(bản thử)")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != first)
    page.get_by_label("Số, ký hiệu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("không còn")
