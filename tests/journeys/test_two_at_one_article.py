"""A dropped connection loses nothing of what is typed in the editor, and colleagues take turns (N3)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, sign_in
from tests.journeys.visiting import DESKTOP, PHONE, Opener
from tests.running import Demo

pytestmark = pytest.mark.browser

PINGS, SAVES = 14_000, 40_000  # milliseconds; the editor saves, and asks who else is there, every ten seconds
EDITOR = "/soan-thao/snippets/newsroom/article/edit/{}/"


def draft(page: Page, demo: Demo) -> str:
    """A new article's key."""
    page.goto(demo.at(DESK, "/gui-tin-bai/"))
    page.get_by_label("Tiêu đề").fill("Hai người sửa một bài")
    page.get_by_label("Chuyên mục").select_option(label="Tin tức")
    page.get_by_label("Nội dung").fill("Câu đầu của bài.")
    page.get_by_role("button", name="Lưu bản nháp").click()
    page.wait_for_url(re.compile(r"/tin-bai/\d+/"))
    return page.url.split("/tin-bai/")[1].split("/")[0]


def test_nothing_typed_is_lost_and_colleagues_take_turns(demo: Demo, open_context: Opener):
    context = open_context(**DESKTOP)
    mine = context.new_page()
    sign_in(mine, demo, "thuky.hoamau")
    key = draft(mine, demo)
    editor = demo.at(DESK, EDITOR.format(key))

    # the connection drops while somebody types; when it is back, the text is saved without a click
    mine.clock.install()
    mine.goto(editor)
    summary = mine.locator("#id_summary")
    context.set_offline(True)
    summary.fill("Gõ khi mất mạng.")
    mine.clock.run_for(PINGS)
    expect(mine.locator(".w-autosave-indicator__state--paused")).to_be_visible(timeout=SAVES)
    context.set_offline(False)
    mine.clock.run_for(PINGS)
    expect(mine.locator(".w-autosave-indicator__state--saved")).to_be_visible(timeout=SAVES)

    # it drops again, and the browser is closed before it is back
    context.set_offline(True)
    summary.fill("Gõ trước khi máy tắt.")
    mine.clock.run_for(1500)
    mine.close()
    context.set_offline(False)
    mine = context.new_page()
    mine.clock.install()
    mine.goto(editor)
    summary = mine.locator("#id_summary")
    expect(summary).to_have_value("Gõ khi mất mạng.")
    mine.get_by_role("button", name="Đưa vào bài").click()
    expect(summary).to_have_value("Gõ trước khi máy tắt.")

    # a colleague opens it, sees who has it, asks, and gets it
    other = open_context(**PHONE).new_page()
    sign_in(other, demo, "truongban.hoamau")
    other.goto(demo.at(DESK, f"/tin-bai/{key}/sua/"))
    expect(other.get_by_role("heading", name="Có người đang sửa bài này")).to_be_visible()
    assert overflow_px(other) == 0
    assert_no_axe_violations(other)
    other.get_by_role("button", name="Xin sửa thay").click()
    expect(other.get_by_text("Đã hỏi đồng nghiệp")).to_be_visible()
    mine.clock.run_for(PINGS)
    mine.get_by_role("button", name="Giao bài").click(timeout=SAVES)
    expect(mine.get_by_text("đang sửa bài này, nên từ đây không lưu được nữa")).to_be_visible(timeout=SAVES)
    other.get_by_role("link", name="Sửa bài").click()
    expect(other.get_by_label("Tóm tắt")).to_have_value("Gõ trước khi máy tắt.")
