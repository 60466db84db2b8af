"""A story told on a phone without a network reaches the desk later by a tap, and becomes a draft (N3)."""

import pytest
from playwright.sync_api import expect

from conglang.config.demo.pictures import jpeg
from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, sign_in
from tests.journeys.visiting import DESKTOP, PHONE, Opener
from tests.running import Demo

pytestmark = pytest.mark.browser

TITLE = "Bà con thôn Đông Thử trồng hoa ven đường"
TEXT = "Sáng Chủ nhật, 40 người trồng hoa hai bên đường thôn."


def test_a_story_survives_a_dead_network_and_becomes_a_draft(demo: Demo, open_context: Opener):
    context = open_context(**PHONE)
    phone = context.new_page()
    sign_in(phone, demo, "ctv.hoamau")
    phone.goto(demo.at(DESK, "/tin-gui/moi/"))
    form = phone.locator("form[data-ready]")
    form.get_by_label("Có chuyện gì?").fill(TITLE)
    form.get_by_label("Kể lại").fill(TEXT)
    form.locator("input[name=pictures]").set_input_files(
        {"name": "hoa.jpg", "mimeType": "image/jpeg", "buffer": jpeg("village", 9).getvalue()}
    )
    form.get_by_label("Ảnh chụp gì?").fill("Bà con trồng hoa")
    form.get_by_label("Mọi người trong ảnh đã đồng ý").check()
    context.set_offline(True)
    form.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("Tin đã được giữ trên máy này")
    assert overflow_px(phone) == 0

    # the phone is put away; the next day the page is opened again
    context.set_offline(False)
    phone.goto(demo.at(DESK, "/tin-gui/"))
    kept = phone.locator("[data-kept]")
    expect(kept).to_contain_text(TITLE)
    assert_no_axe_violations(phone)
    kept.get_by_role("link", name="Xem lại").click()
    expect(phone.locator("form[data-ready]").get_by_label("Kể lại")).to_have_value(TEXT)
    assert phone.locator("input[name=pictures]").evaluate("field => field.files[0].name") == "hoa.jpg"
    phone.goto(demo.at(DESK, "/tin-gui/"))
    kept.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    phone.goto(demo.at(DESK, "/tin-gui/"))
    expect(phone.get_by_role("link", name=TITLE)).to_have_count(1)
    expect(kept).to_be_hidden()

    desk = open_context(**DESKTOP).new_page()
    sign_in(desk, demo, "thuky.hoamau")
    desk.goto(demo.at(DESK, "/tin-gui/ban-bien-tap/"))
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("Chuyên mục").select_option(label="Tin tức")
    desk.get_by_role("button", name="Tạo bài").click()
    desk.get_by_role("link", name=TITLE).click()
    expect(desk.locator(".preview-title")).to_have_text(TITLE)
    expect(desk.locator("main")).to_contain_text(TEXT)
    phone.reload()
    expect(phone.get_by_role("row", name=TITLE)).to_contain_text("đã thành bài")
