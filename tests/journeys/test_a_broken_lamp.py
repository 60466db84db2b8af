"""A broken lamp is told on a phone whose network dies; its sender follows it by code and PIN (C1)."""

import pytest
from playwright.sync_api import expect

from conglang.config.demo.pictures import jpeg
from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.visiting import PHONE, Opener
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME = "hoamau.songmau.localhost"
WORDS = "Đèn đường đầu thôn Đông Thử không sáng ba tối nay. Gọi tôi số 0912 345 678."


def test_a_lamp_is_told_although_the_network_dies_and_followed_by_code_and_pin(
    demo: Demo, open_context: Opener
):
    context = open_context(**PHONE, reduced_motion="reduce")
    phone = context.new_page()
    phone.goto(demo.at(HOME, "/"))
    phone.get_by_role("link", name="Báo một việc").click()
    phone.get_by_role("link", name="Phản ánh sự việc tại hiện trường").click()
    expect(phone.locator("form[data-ready]")).to_be_visible()
    phone.get_by_label("Việc gì đã xảy ra?").fill(WORDS)
    phone.get_by_label("Ở thôn, ấp nào?").select_option(index=1)
    context.set_offline(True)
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.get_by_role("alert")).to_contain_text("đã được giữ trên máy này")

    # the phone is put away; later there is a network again
    context.set_offline(False)
    phone.goto(demo.at(HOME, "/phan-anh/"))
    phone.locator("[data-kept]").get_by_role("link", name="Làm tiếp").click()
    expect(phone.get_by_label("Việc gì đã xảy ra?")).to_have_value(WORDS)
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.get_by_role("heading", name="Kiểm tra và gửi")).to_be_visible()
    expect(phone.locator("mark")).to_contain_text("0912 345 678")
    expect(phone.locator("form[data-ready]")).to_be_visible()
    phone.locator("input[name=tep]").set_input_files(
        {"name": "den.jpg", "mimeType": "image/jpeg", "buffer": jpeg("village", 9).getvalue()}
    )
    assert_no_axe_violations(phone)
    assert overflow_px(phone) == 0
    context.set_offline(True)
    phone.get_by_role("button", name="Gửi đi").click()
    expect(phone.get_by_role("alert")).to_contain_text("đã được giữ trên máy này")
    context.set_offline(False)
    phone.get_by_role("button", name="Gửi đi").click()

    expect(phone.get_by_role("heading", name="Đã nhận được nội dung bạn gửi")).to_be_visible()
    assert_no_axe_violations(phone)
    assert overflow_px(phone) == 0
    code, pin = phone.locator(".receipt-code dd").all_inner_texts()
    phone.goto(demo.at(HOME, "/phan-anh/"))
    expect(phone.locator("form, [data-kept]").first).to_be_attached()
    expect(phone.locator("[data-kept]")).to_be_hidden()
    phone.goto(demo.at(HOME, "/tra-ma/"))
    phone.get_by_label("Mã", exact=False).first.fill(code)
    phone.get_by_role("button", name="Tra cứu").click()
    expect(phone.locator("main")).to_contain_text("Đã gửi, chờ tiếp nhận")
    expect(phone.locator("main")).not_to_contain_text("Đông Thử không sáng")
    phone.get_by_label("Mã PIN").fill(pin)
    phone.get_by_role("button", name="Tra cứu").click()
    expect(phone.locator("main")).to_contain_text(WORDS)
    expect(phone.locator("main")).to_contain_text("1 tệp")
    assert_no_axe_violations(phone)
    assert overflow_px(phone) == 0
    assert context.cookies() == []
