"""A Word file from a commune's desk becomes an approved, public page, seen by nobody before (N1, N3, P1)."""

import re
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, press, sign_in
from tests.journeys.visiting import DESKTOP, PHONE, Opener, open_until
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME = "hoamau.songmau.localhost"
TITLE = "Hội thi nấu bánh chưng thôn Tây Thử"
SENTENCE = "Hai mươi đội tham gia, nồi to nhất luộc được ba trăm chiếc bánh."


def word_file() -> bytes:
    document = Document()
    document.add_heading(TITLE, level=1)
    document.add_paragraph(SENTENCE)
    document.add_heading("Kết quả", level=2)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Giải", "Đội"), ("Nhất", "Ngõ 3")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_word_file_becomes_a_public_page(demo: Demo, open_context: Opener):
    writer = open_context(**DESKTOP).new_page()
    sign_in(writer, demo, "ctv.hoamau")
    writer.goto(demo.at(DESK, "/gui-tin-bai/"))
    writer.get_by_label("Chuyên mục").select_option(label="Tin tức")
    writer.get_by_label("Hoặc tệp Word").set_input_files(
        {
            "name": "Hội thi.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": word_file(),
        }
    )
    writer.get_by_role("button", name="Lưu bản nháp").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(writer.get_by_text(SENTENCE)).to_be_visible()
    expect(writer.get_by_role("cell", name="Ngõ 3")).to_be_visible()
    address = writer.url.removeprefix(demo.at(DESK, ""))
    press(writer, "gui-duyet")

    neighbour = open_context(**DESKTOP).new_page()
    sign_in(neighbour, demo, "ctv.benmau")
    answer = neighbour.goto(demo.at(DESK, address))
    assert answer is not None
    assert answer.status == 404
    assert TITLE not in neighbour.content()

    visitor = open_context(**PHONE).new_page()
    visitor.goto(demo.at(HOME, "/tim-kiem/?q=banh+chung"))
    assert TITLE not in visitor.content()

    desk = open_context(**DESKTOP).new_page()
    sign_in(desk, demo, "thuky.hoamau")
    desk.goto(demo.at(DESK, address))
    desk.locator('a[href*="/viec/phan-cong/"]').click()
    desk.get_by_label("Lê Văn Thí").check()
    desk.locator("main form button[type=submit]").first.click()

    for username, command in (("bientap.hoamau", "tham-dinh"), ("truongban.hoamau", "phe-duyet")):
        page = open_context(**DESKTOP).new_page()
        sign_in(page, demo, username)
        expect(page.get_by_text(TITLE)).to_be_visible()
        page.goto(demo.at(DESK, address))
        press(page, command)

    found = visitor.get_by_role("link", name=TITLE)
    open_until(visitor, demo.at(HOME, "/tim-kiem/?q=banh+chung"), found)
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_text(SENTENCE)).to_be_visible()
    expect(visitor.get_by_role("cell", name="Ngõ 3")).to_be_visible()
    assert visitor.context.cookies() == []
    assert overflow_px(visitor) == 0
    assert_no_axe_violations(visitor)


def test_what_a_page_tells_programs_is_data_that_the_browser_neither_runs_nor_blocks(demo: Demo, page: Page):
    page.add_init_script(
        "window.blocked = []; addEventListener('securitypolicyviolation', e => blocked.push(e.blockedURI))"
    )
    page.goto(demo.at(HOME, "/tin-tuc/"))
    page.locator('main a[href^="/tin-tuc/"]').first.click()
    page.wait_for_load_state("networkidle")
    told = page.locator('script[type="application/ld+json"]').evaluate("node => JSON.parse(node.textContent)")
    assert {node["@type"] for node in told["@graph"]} == {
        "GovernmentOrganization",
        "NewsArticle",
        "BreadcrumbList",
    }
    assert page.evaluate("blocked") == []


def test_three_communes_and_the_province_are_on_line(demo: Demo, phone: Page):
    for host, name in (
        ("songmau.localhost", "Tỉnh Sông Mẫu"),
        (HOME, "Xã Hòa Mẫu"),
        ("benmau.songmau.localhost", "Phường Bến Mẫu"),
        ("doimau.songmau.localhost", "Xã Đồi Mẫu"),
    ):
        phone.goto(demo.at(host))
        expect(phone).to_have_title(re.compile(name))


def test_the_old_communes_address_leads_to_its_successor(demo: Demo, page: Page):
    page.goto(demo.at("hoamaudong.songmau.localhost", "/tim-kiem/?q=be+tong"))
    assert page.url.startswith(demo.at(HOME))
    expect(page.get_by_role("link", name=re.compile("Hòa Mẫu Đông"))).to_be_visible()


def test_a_visitor_without_javascript_reads_searches_and_opens_the_menu(demo: Demo, open_context: Opener):
    page = open_context(**PHONE, java_script_enabled=False).new_page()
    page.goto(demo.at(HOME))
    page.locator("summary").first.click()
    page.get_by_role("link", name="Lịch sử", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lịch sử xã Hòa Mẫu")
    page.locator("input[name=q]").fill("nuoc sinh hoat")
    page.locator("input[name=q]").press("Enter")
    found = page.get_by_role("link", name=re.compile("cắt nước"))
    open_until(page, page.url, found)  # a demonstration just begun is still being indexed
    expect(found).to_be_visible()


def test_the_first_view_is_light(demo: Demo, open_context: Opener):
    context = open_context(**PHONE)
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, len(answer.body())))
    page.goto(demo.at(HOME))
    page.wait_for_load_state("load")
    text = [url for url in sizes if not url.endswith((".avif", ".webp", ".jpeg"))]
    assert len(text) <= 8, text
