"""The six tasks of the front page on a cheap phone: done with taps alone, no word of help read."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.accessibility import overflow_px
from tests.journeys.visiting import PHONE, Opener
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME, BARE = "hoamau.songmau.localhost", "doimau.songmau.localhost"
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}  # 400 kbit/s
# a tile or a link below the tiles, what is tapped after it, what the resident wanted to know or to do
TASKS = (
    ("Báo một việc", ["Phản ánh sự việc tại hiện trường"], "Việc gì đã xảy ra?"),
    ("Hỏi cán bộ", ["Khi nào làm đường bê tông thôn Mẫu 1?"], "Dự kiến khởi công quý I năm sau."),
    ("Thông báo", ["Lịch cắt nước sinh hoạt"], "Thời gian: từ 8 giờ đến 11 giờ 30"),
    ("Lịch làm việc, tiếp dân", ["Tiếp công dân"], "Tiếp công dân định kỳ"),
    ("Tra mã", [], "Mã PIN"),
    ("Văn bản", ["phòng, chống thiên tai năm 2026"], "Trường tiểu học Hòa Mẫu."),
    ("Công khai", ["Ngân sách", "Công khai dự toán ngân sách"], "Chi thường xuyên: 6,1 tỷ đồng."),
    ("Danh bạ liên hệ", ["Nơi tiếp công dân"], "Phòng số 2, tầng 1"),
)


def slow_phone(open_context: Opener, *, scripts: bool) -> Page:
    """On a slow line where there are scripts; without them the same files come, and fewer."""
    page = open_context(**PHONE, java_script_enabled=scripts).new_page()
    if scripts:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    return page


def most_used(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Hay dùng nhất")


def test_six_tiles_stand_first_and_the_next_three_links_below(demo: Demo, phone: Page):
    phone.goto(demo.at(HOME))
    names = [name.strip() for name in most_used(phone).get_by_role("link").all_inner_texts()]
    assert names == [
        "Báo một việc", "Hỏi cán bộ", "Thủ tục hành chính", "Lịch làm việc, tiếp dân", "Thông báo", "Tra mã",
        "Văn bản", "Công khai", "Danh bạ liên hệ",
    ]  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_each_task_reaches_its_end(demo: Demo, open_context: Opener, *, scripts: bool):
    page = slow_phone(open_context, scripts=scripts)
    for tile, taps, end in TASKS:
        page.goto(demo.at(HOME), wait_until="commit")
        most_used(page).get_by_role("link", name=tile, exact=True).tap()
        for words in taps:
            page.locator("main").get_by_role("link", name=words).first.tap()
        expect(page.locator("main").get_by_text(end).first).to_be_visible()
        assert page.get_by_role("heading", level=1).count() == 1
        assert overflow_px(page) <= 0


def test_procedures_are_named_or_somebody_who_knows_them(demo: Demo, phone: Page):
    phone.goto(demo.at(HOME))
    most_used(phone).get_by_role("link", name="Thủ tục hành chính", exact=True).tap()
    phone.wait_for_url("**/thu-tuc/")
    phone.locator("main").get_by_role("link", name="Sinh con").tap()
    phone.locator("main a[href^='/thu-tuc/']").filter(has_text="khai sinh").first.tap()
    expect(phone.locator("main").get_by_role("link", name="Cổng Dịch vụ công quốc gia")).to_be_visible()


def test_a_task_of_which_nothing_is_published_ends_with_somebody_to_call(demo: Demo, phone: Page):
    phone.goto(demo.at(BARE))
    most_used(phone).get_by_role("link", name="Văn bản", exact=True).tap()
    expect(phone.locator("main a[href^='tel:']")).to_be_visible()
