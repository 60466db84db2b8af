"""A broken lamp: told on a phone whose network dies, answered after a pause and an extension, rated (C1)."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from conglang.config.demo.pictures import jpeg
from conglang.kernel.clock import local_day, now
from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, sign_in, take_in
from tests.journeys.visiting import DESKTOP, PHONE, Opener, open_until
from tests.running import Demo

pytestmark = pytest.mark.browser

AT_THE_LAMP = {"latitude": 10.748, "longitude": 106.14}  # half a kilometre from the second hamlet of three
HOME = "hoamau.songmau.localhost"
WORDS = "Đèn đường đầu thôn Đông Thử không sáng ba tối nay. Gọi tôi số 0912 345 678."


ANSWER = "Tổ điện đã thay bóng và dây dẫn ở cột số 7."


def test_a_lamp_is_told_although_the_network_dies_answered_after_a_pause_and_an_extension_and_rated(
    demo: Demo, open_context: Opener
):
    here = {"geolocation": AT_THE_LAMP, "permissions": ["geolocation"]}
    context = open_context(**PHONE, reduced_motion="reduce", **here)
    phone = context.new_page()
    tell(phone, demo)
    code, pin = phone.locator(".receipt-code dd").all_inner_texts()
    nothing_is_told_without_the_pin(phone, demo, code, pin)

    hand_over(official(open_context, demo, "tiepnhan.hoamau", code))
    head = official(open_context, demo, "truongphong.hoamau", code)
    ask(head)
    look_up(phone, demo, code, pin)
    phone.get_by_label("Nội dung bổ sung của ông bà").fill("Cột số 7")
    phone.get_by_role("button", name="Gửi câu trả lời").click()
    expect(phone.locator("main")).to_contain_text("Trả lời của ông bà đã đến cán bộ phụ trách.")
    leader = official(open_context, demo, "lanhdao.hoamau", code)
    give_more_time(leader)
    head.reload()
    cover_by_pointer(head)
    propose_and_answer(head)
    leader.reload()
    assert_no_axe_violations(leader)
    leader.get_by_role("button", name="Công khai", exact=True).click()
    leader.get_by_role("link", name="Mở câu trả lời").click()
    decide(leader, "phe-duyet")

    open_until(phone, demo.at(HOME, f"/phan-anh/cong-khai/{code}/"), phone.get_by_text(ANSWER))
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    assert "0912" not in phone.content()
    assert colour_amid(phone, f"/phan-anh/cong-khai/{code}/anh/1/") == (0, 0, 0)
    look_up(phone, demo, code, pin)
    expect(phone.locator("main")).to_contain_text(ANSWER)
    phone.get_by_role("button", name="Hài lòng", exact=True).click()
    expect(phone.locator("main")).to_contain_text("Cảm ơn")
    assert context.cookies() == []

    province = open_context(**DESKTOP).new_page()
    sign_in(province, demo, "kiemtoan.songmau")
    every_number_opens_its_cases(province, demo, code)


def tell(phone: Page, demo: Demo) -> None:
    """From the home page to the receipt; the network dies twice on the way."""
    phone.goto(demo.at(HOME, "/"))
    phone.get_by_role("link", name="Báo một việc").click()
    phone.get_by_role("link", name="Phản ánh sự việc tại hiện trường").click()
    expect(phone.locator("form[data-ready]")).to_be_visible()
    phone.get_by_label("Việc gì đã xảy ra?").fill(WORDS)
    phone.get_by_role("button", name="Thêm vị trí của tôi lúc này").click()
    hamlet = phone.get_by_label("Ở thôn, ấp nào?").locator("option:checked")
    expect(hamlet).to_have_text("Thôn Tây Thử")
    phone.locator("input[name=cong_khai]").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.get_by_role("alert")).to_contain_text("đã được giữ trên máy này")

    # the phone is put away; later there is a network again
    phone.context.set_offline(False)
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
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Gửi đi").click()
    expect(phone.get_by_role("alert")).to_contain_text("đã được giữ trên máy này")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Gửi đi").click()

    expect(phone.get_by_role("heading", name="Đã nhận được nội dung ông bà gửi")).to_be_visible()
    assert_no_axe_violations(phone)
    assert overflow_px(phone) == 0


def nothing_is_told_without_the_pin(phone: Page, demo: Demo, code: str, pin: str) -> None:
    phone.goto(demo.at(HOME, "/phan-anh/"))
    expect(phone.locator("form, [data-kept]").first).to_be_attached()
    expect(phone.locator("[data-kept]")).to_be_hidden()
    look_up(phone, demo, code)
    expect(phone.locator("main")).to_contain_text("Đã gửi, chờ tiếp nhận")
    expect(phone.locator("main")).not_to_contain_text("Đông Thử không sáng")
    look_up(phone, demo, code, pin)
    expect(phone.locator("main")).to_contain_text(WORDS)
    expect(phone.locator("main")).to_contain_text("1 tệp")
    assert_no_axe_violations(phone)
    assert overflow_px(phone) == 0


def look_up(phone: Page, demo: Demo, code: str, pin: str = "") -> None:
    phone.goto(demo.at(HOME, "/tra-ma/"))
    phone.get_by_label("Mã", exact=False).first.fill(code)
    phone.get_by_label("Mã PIN").fill(pin)
    phone.get_by_role("button", name="Tra cứu").click()


def official(open_context: Opener, demo: Demo, username: str, code: str) -> Page:
    """Somebody of the commune who looks the case up in the work list."""
    page = open_context(**DESKTOP).new_page()
    sign_in(page, demo, username)
    page.goto(demo.at(DESK, f"/ho-so/?tim={code}"))
    page.get_by_role("link", name=code).click()
    return page


def act(page: Page, name: str) -> Locator:
    """The opened form of a command on a case's page."""
    page.locator("summary", has_text=re.compile(rf"^\s*{name}\s*$")).click()
    return page.locator("details[open]", has_text=name)


def decide(page: Page, command: str) -> None:
    page.locator(f'a[href*="/viec/{command}/"]').click()
    page.locator("main form button[type=submit]").first.click()


def hand_over(officer: Page) -> None:
    take_in(officer)
    act(officer, "Giao bộ phận").get_by_label("Phòng phụ trách").select_option("Phòng Văn hóa – Xã hội")
    officer.get_by_role("button", name="Giao bộ phận").click()
    expect(officer.locator(".desk-head")).to_contain_text("đã giao")


def ask(head: Page) -> None:
    """The department reads no name and no number; while it waits for a reply the clock rests."""
    expect(head.locator("main")).not_to_contain_text("0912 345 678")
    head.get_by_role("button", name="Bắt đầu xử lý").click()
    act(head, "Hỏi người gửi").get_by_label("Nội dung báo cho người gửi").fill("Cột đèn số mấy?")
    head.get_by_role("button", name="Hỏi người gửi").click()
    expect(head.locator("main")).to_contain_text("tạm dừng")


def give_more_time(leader: Page) -> None:
    more = act(leader, "Gia hạn")
    more.get_by_label("Hạn mới").fill((local_day(now()) + timedelta(days=30)).isoformat())
    more.get_by_label("Nội dung báo cho người gửi").fill("Chờ dây dẫn về kho.")
    more.get_by_role("button", name="Gia hạn").click()
    expect(leader.locator("main")).to_contain_text("Chờ dây dẫn về kho.")


def propose_and_answer(head: Page) -> None:
    words = act(head, "Đề xuất nội dung công khai")
    words.get_by_label("Nội dung công khai").fill("Đèn đường đầu thôn không sáng ba tối nay.")
    words.get_by_role("checkbox").check()
    words.get_by_role("button", name="Đề xuất").click()
    answer = act(head, "Soạn trả lời")
    answer.get_by_label("Kết quả").select_option("đã giải quyết")
    answer.get_by_label("Câu trả lời").fill(ANSWER)
    answer.get_by_role("button", name="Lưu bản nháp").click()
    decide(head, "gui-duyet")


def cover_by_pointer(page: Page) -> None:
    """A box is drawn; its numbers stand in the first row and could have been typed there."""
    page.get_by_role("link", name="Che khuôn mặt, biển số xe").click()
    expect(page.locator("svg[data-ready]")).to_be_visible()
    photo = page.locator("svg[data-ready]").bounding_box()
    assert photo is not None
    page.mouse.move(photo["x"] + photo["width"] * 0.4, photo["y"] + photo["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(photo["x"] + photo["width"] * 0.6, photo["y"] + photo["height"] * 0.6)
    page.mouse.up()
    assert int(page.get_by_label("Chiều rộng").first.input_value()) > 0
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Tạo bản che").click()
    expect(page.get_by_role("link", name="Sửa phần che")).to_be_visible()


def colour_amid(page: Page, path: str) -> object:
    """The colour in the middle of a picture of the site."""
    read = "async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())]"
    with Image.open(BytesIO(bytes(page.evaluate(read, path)))) as picture:
        return picture.getpixel((picture.width // 2, picture.height // 2))


def every_number_opens_its_cases(page: Page, demo: Demo, code: str) -> None:
    page.goto(demo.at(DESK, "/ho-so/so-lieu/"))
    links = page.locator("main a[href*='nhom=']")
    numbers = [(each.get_attribute("href") or "", each.inner_text()) for each in links.all()]
    counts = [(address, int(text)) for address, text in numbers if text.isdecimal()]
    assert len(counts) > 10
    read = "async (path) => (await (await fetch(path)).text()).split('<th scope=\"row\">').length - 1"
    assert [page.evaluate(read, address) for address, _number in counts] == [
        number for _path, number in counts
    ]
    page.goto(demo.at(DESK, next(address for address, _number in numbers if "nhom=in_time" in address)))
    expect(page.get_by_role("link", name=code)).to_be_visible()
