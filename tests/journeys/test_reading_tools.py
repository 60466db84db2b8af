"""What a reader does on a page: without scripts, with a voice of the device, on paper (P10)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.visiting import DESKTOP, NARROWEST, PHONE, Opener, open_until
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME = "hoamau.songmau.localhost"
TITLE = "Xã Hòa Mẫu khánh thành cổng làng Đông Thử"

# a device with a Vietnamese voice, which browsers under test lack; `finish()` ends its sentence
VOICE = """
globalThis.spoken = [];
const voice = { lang: "vi-VN", localService: true, name: "Thử" };
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(globalThis, "speechSynthesis", { value: {
  getVoices: () => [voice],
  addEventListener() {},
  cancel() { globalThis.finish = () => {}; },
  speak(words) { spoken.push(words.text); globalThis.finish = () => words.onend(); },
} });
"""
SILENT = """
Object.defineProperty(globalThis, "speechSynthesis", { value: {
  getVoices: () => [], addEventListener() {}, cancel() {},
} });
"""


def open_article(page: Page, demo: Demo) -> None:
    page.goto(demo.at(HOME, "/"))
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_without_scripts_a_reader_keeps_the_page_and_says_what_they_think(demo: Demo, open_context: Opener):
    page = open_context(**PHONE, java_script_enabled=False).new_page()
    open_article(page, demo)
    open_until(page, page.url, page.locator("article picture img"))
    page.get_by_text("In, lưu, chia sẻ, trích dẫn").click()
    expect(page.get_by_label("Trích dẫn trang này")).to_contain_text(TITLE)
    expect(page.get_by_alt_text("Mã QR địa chỉ trang này")).to_be_visible()
    expect(page.get_by_role("button", name="In trang này")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu về máy").click()
    saved = download.value.path().read_text()
    assert TITLE in saved
    assert "data:image/jpeg;base64," in saved
    page.get_by_label("Một phần").check()
    page.locator("section.opinion").get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("status")).to_contain_text("Xin cảm ơn")
    assert page.context.cookies() == []
    page.get_by_role("link", name="Quay lại trang").click()
    page.get_by_role("link", name="Báo chỗ sai trên trang").click()
    page.get_by_label("Chỗ nào sai?").fill("Sai chiều cao cổng: bảy mét.")
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("status")).to_contain_text("Xin cảm ơn")


def test_a_device_with_a_voice_reads_sentence_by_sentence(demo: Demo, open_context: Opener):
    page = open_context(**DESKTOP).new_page()
    page.add_init_script(VOICE)
    open_article(page, demo)
    page.get_by_text("Nghe đọc trang này").click()
    page.get_by_role("button", name="Đọc", exact=True).click()
    for number in (1, 2, 3):
        expect(page.locator("[data-listen-status]")).to_contain_text(f"Câu {number} trên")
        page.evaluate("number => number < 3 && finish()", number)
    page.get_by_role("button", name="Tạm dừng").click()
    said = page.evaluate("spoken")
    assert said[0] == TITLE
    assert page.evaluate("CSS.highlights.has('read-aloud')")
    page.evaluate("finish()")  # a pause hears nothing of the voice's end
    assert page.evaluate("spoken") == said
    page.get_by_role("button", name="Đọc tiếp").click()
    assert page.evaluate("spoken.at(-1)") == said[-1]
    page.get_by_role("button", name="Dừng hẳn").click()
    assert not page.evaluate("CSS.highlights.has('read-aloud')")


def test_a_device_without_a_voice_is_told_how_to_get_one(demo: Demo, open_context: Opener):
    page = open_context(**NARROWEST).new_page()
    page.add_init_script(SILENT)
    open_article(page, demo)
    page.get_by_text("Nghe đọc trang này").click()
    expect(page.get_by_text("Trình duyệt này chưa có giọng đọc")).to_be_visible()
    page.get_by_text("In, lưu, chia sẻ, trích dẫn").click()
    expect(page.get_by_role("button", name="In trang này")).to_be_visible()
    expect(page.get_by_role("button", name="Đọc", exact=True)).to_be_hidden()
    assert overflow_px(page) <= 0
    assert_no_axe_violations(page)


def test_on_paper_stand_unit_and_address_and_no_tools(demo: Demo, open_context: Opener):
    page = open_context(**DESKTOP).new_page()
    open_article(page, demo)
    page.emulate_media(media="print")
    expect(page.locator(".print-only")).to_contain_text(HOME)
    expect(page.locator("article time")).to_be_visible()
    for gone in (".opinion", ".listen", "[data-reading-tools]", ".footer-links"):
        expect(page.locator(gone).first).to_be_hidden()
