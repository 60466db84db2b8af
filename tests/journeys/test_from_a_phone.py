"""A story goes from a phone to the sites of two communes, and its author is paid (N1, N3, N4, N8, H1).

One installation of its own, whose clock the story moves on: to the day on which it is told, to its set time,
and past the end of the month, when royalties are approved.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from conglang.config.demo.pictures import jpeg
from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, press, sign_in
from tests.journeys.visiting import DESKTOP, PHONE, Opener, open_until
from tests.running import Demo

pytestmark = pytest.mark.browser

PROVINCE, COMMUNES = "songmau.localhost", ("hoamau.songmau.localhost", "benmau.songmau.localhost")
TITLE = "Bà con thôn Đông Thử trồng hoa ven đường"
TEXT = "Sáng Chủ nhật, 40 người trồng hoa hai bên đường thôn."
BETTER = "Sáng Chủ nhật, 40 người của thôn Đông Thử, xã Hòa Mẫu trồng hoa hai bên đường thôn."
REASON = "Xin ghi rõ thôn nào, xã nào."
WHY = "Tác giả đi thực tế hai ngày"
# by the province's table: 150,000 for news, 30,000 for a picture, 10 % for editing, 5 % for the approval
AUTHOR, EDITOR, DEPUTY, HEAD = "Lý Thị Thử", "Phan Thị Thí", "Chu Thị Nghiệm", "Trịnh Văn Mẫu"
ADJUSTED = 200_000  # instead of 150,000
PAID = {AUTHOR: ADJUSTED + 30_000, EDITOR: 15_000, DEPUTY: 7_500}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """An installation whose clock nobody else reads."""
    with Demo.started(tmp_path / "data") as demo:
        yield demo


class Newsroom:
    """The province's people, each at a screen of their own, and a reader."""

    def __init__(self, demo: Demo, open_context: Opener) -> None:
        self.demo, self.open_context = demo, open_context
        self.pages: dict[str, Page] = {}
        self.reader = open_context(**PHONE).new_page()

    def at(self, path: str) -> str:
        return self.demo.at(DESK, path)

    def person(self, name: str, **screen: object) -> Page:
        """The screen of `name`, who signs in when first asked for."""
        if name not in self.pages:
            page = self.open_context(**screen or DESKTOP).new_page()
            sign_in(page, self.demo, f"{name}.songmau")
            self.pages[name] = page
        return self.pages[name]

    def reads(self, host: str) -> bool:
        """Whether a reader finds the story among the news of a site."""
        self.reader.goto(self.demo.at(host, "/tin-tuc/"))
        return TITLE in self.reader.content()


def month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def test_a_story_goes_from_a_phone_to_two_communes_and_is_paid(
    demo: Demo, open_context: Opener, tmp_path: Path
):
    newsroom = Newsroom(demo, open_context)
    month = month_after(date.today())  # noqa: DTZ011  # any day of this month or the next one will do
    told_at = datetime.combine(month.replace(day=2), time(8))
    goes_live_at = told_at + timedelta(hours=2)
    demo.move_clock(told_at)
    tell_without_a_network(newsroom)
    address = collect(newsroom, goes_live_at)
    send_back_and_correct(newsroom, address)
    lend_the_approval(newsroom, month)
    approve_on_behalf(newsroom, address)
    assert not any(newsroom.reads(host) for host in (PROVINCE, *COMMUNES))
    demo.move_clock(goes_live_at)
    find_in_two_communes(newsroom)
    demo.move_clock(goes_live_at + timedelta(minutes=2))
    find_evidence(newsroom, address)
    demo.move_clock(datetime.combine(month_after(month), time(9)))
    pay(newsroom, month, tmp_path)


def tell_without_a_network(newsroom: Newsroom) -> None:
    phone = newsroom.person("ctv", **PHONE)
    phone.goto(newsroom.at("/tin-gui/moi/"))
    form = phone.locator("form[data-ready]")
    form.get_by_label("Có chuyện gì?").fill(TITLE)
    form.get_by_label("Kể lại").fill(TEXT)
    form.locator("input[name=pictures]").set_input_files(
        {"name": "hoa.jpg", "mimeType": "image/jpeg", "buffer": jpeg("village", 9).getvalue()}
    )
    form.get_by_label("Ảnh chụp gì?").fill("Bà con trồng hoa")
    form.get_by_label("Mọi người trong ảnh đã đồng ý").check()
    phone.context.set_offline(True)
    form.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("Tin đã được giữ trên máy này")
    assert overflow_px(phone) == 0

    # the phone is put away; the next day the page is opened again
    phone.context.set_offline(False)
    phone.goto(newsroom.at("/tin-gui/"))
    kept = phone.locator("[data-kept]")
    expect(kept).to_contain_text(TITLE)
    assert_no_axe_violations(phone)
    kept.get_by_role("link", name="Xem lại").click()
    expect(phone.locator("form[data-ready]").get_by_label("Kể lại")).to_have_value(TEXT)
    assert phone.locator("input[name=pictures]").evaluate("field => field.files[0].name") == "hoa.jpg"
    phone.goto(newsroom.at("/tin-gui/"))
    kept.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    phone.goto(newsroom.at("/tin-gui/"))
    expect(phone.get_by_role("link", name=TITLE)).to_have_count(1)
    expect(kept).to_be_hidden()


def collect(newsroom: Newsroom, goes_live_at: datetime) -> str:
    """The desk makes it an article, sets its time and two communes, and the author submits it."""
    desk = newsroom.person("thuky")
    desk.goto(newsroom.at("/tin-gui/ban-bien-tap/"))
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("Chuyên mục").select_option(label="Tin tức")
    desk.get_by_role("button", name="Tạo bài").click()
    desk.get_by_role("link", name=TITLE).click()
    expect(desk.locator(".preview-title")).to_have_text(TITLE)
    address = desk.url.removeprefix(newsroom.at(""))
    desk.get_by_role("link", name="Sửa bài").click()
    desk.locator("details", has_text="Giờ đăng").locator("summary").click()
    desk.get_by_label("Giờ đăng").fill(f"{goes_live_at:%Y-%m-%dT%H:%M}")
    desk.get_by_role("button", name="Lưu", exact=True).click()
    desk.get_by_role("link", name="Mở phiếu phân phối").click()
    for name in ("Hòa Mẫu", "Bến Mẫu"):
        desk.get_by_role("checkbox", name=re.compile(f"{name}$")).check()
    desk.get_by_role("button", name="Lưu phiếu phân phối").click()

    phone = newsroom.person("ctv")
    phone.reload()
    phone.get_by_role("row", name=TITLE).get_by_role("link").click()
    phone.get_by_role("link", name=TITLE).click()
    press(phone, "gui-duyet")
    desk.goto(newsroom.at(address))
    desk.locator('a[href*="/viec/phan-cong/"]').click()
    desk.get_by_label(EDITOR).check()
    desk.locator("main form button[type=submit]").first.click()
    return address


def send_back_and_correct(newsroom: Newsroom, address: str) -> None:
    editor = newsroom.person("bientap")
    editor.goto(newsroom.at(address))
    editor.locator('a[href*="/viec/tra-lai/"]').click()
    editor.get_by_label("Lý do").fill(REASON)
    editor.locator("main form button[type=submit]").first.click()

    phone = newsroom.person("ctv")
    phone.goto(newsroom.at("/"))
    phone.get_by_role("region", name="Bị trả lại").get_by_role("link", name=TITLE).click()
    expect(phone.get_by_role("alert").or_(phone.locator(".alert")).first).to_contain_text(REASON)
    assert overflow_px(phone) == 0
    phone.get_by_role("link", name="Sửa bài").click()
    phone.get_by_label("Nội dung").fill(BETTER)
    phone.get_by_role("button", name="Lưu", exact=True).click()
    press(phone, "gui-duyet")

    editor.goto(newsroom.at(address))
    expect(editor.locator(".item-text")).to_contain_text(BETTER)
    press(editor, "tham-dinh")


def lend_the_approval(newsroom: Newsroom, month: date) -> None:
    """The head is away this month: the deputy approves articles in their name, and does nothing else."""
    head = newsroom.person("truongban")
    head.goto(newsroom.at("/tai-khoan/uy-quyen/"))
    head.get_by_label("Vai trò ủy quyền").select_option(index=1)
    deputy = head.locator("select[name=receiver] option", has_text=DEPUTY).get_attribute("value")
    head.get_by_label("Ủy quyền cho").select_option(value=deputy)
    head.get_by_label("phê duyệt tin, bài").check()
    head.get_by_label("Từ ngày").fill(f"{month:%Y-%m-%d}")
    head.get_by_label("Đến hết ngày").fill(f"{month_after(month) - timedelta(days=1):%Y-%m-%d}")
    head.get_by_label("Số quyết định").fill("15/QĐ-MẪU")
    head.get_by_label("Ngày quyết định").fill(f"{month:%Y-%m-%d}")
    head.get_by_role("button", name="Ủy quyền").click()
    expect(head.locator(".card", has_text=DEPUTY)).to_contain_text("đang hiệu lực")


def approve_on_behalf(newsroom: Newsroom, address: str) -> None:
    deputy = newsroom.person("phoban")
    expect(deputy.get_by_role("link", name=TITLE)).to_be_visible()
    deputy.goto(newsroom.at(address))
    press(deputy, "phe-duyet")
    expect(deputy.locator(".steps")).to_contain_text(f"{DEPUTY}, thay mặt {HEAD}")
    expect(deputy.locator(".badge").first).to_have_text("Đã duyệt, chưa đăng")


def find_in_two_communes(newsroom: Newsroom) -> None:
    reader, demo = newsroom.reader, newsroom.demo
    for host in COMMUNES:
        found = reader.get_by_role("link", name=TITLE)
        open_until(reader, demo.at(host, "/tin-tuc/"), found)
        found.click()
        expect(reader.get_by_text(BETTER)).to_be_visible()
        assert reader.url.startswith(demo.at(host))
        canonical = reader.locator("link[rel=canonical]").get_attribute("href")
        assert canonical
        assert canonical.startswith(demo.at(PROVINCE)), "the same item, not a copy"
    assert reader.context.cookies() == []


def find_evidence(newsroom: Newsroom, address: str) -> None:
    desk = newsroom.person("thuky")
    desk.goto(newsroom.at(address))
    desk.get_by_role("link", name="Mở phiếu phân phối").click()
    seen = desk.locator("section[aria-labelledby=portal] td", has_text="Có hiện")
    open_until(desk, desk.url, seen, count=3)
    expect(seen).to_have_count(3)
    for host in COMMUNES:
        expect(seen.locator(f'a[href^="{newsroom.demo.at(host)}"]')).to_have_count(1)
    assert_no_axe_violations(desk)


def pay(newsroom: Newsroom, month: date, folder: Path) -> None:
    """The month's royalties: proposed, adjusted with a reason, approved, closed, opened as a workbook."""
    desk = newsroom.person("thuky")
    desk.goto(newsroom.at("/nhuan-but/"))
    desk.get_by_label("Tháng chưa có bảng").select_option(label=f"{month:%m/%Y}")
    desk.get_by_role("button", name="Lập bảng").click()
    path = desk.url
    head = newsroom.person("truongban")
    head.goto(path)
    head.get_by_role("link", name=TITLE).click()
    head.get_by_label("Điều chỉnh khoản của").select_option(label=f"{AUTHOR} – nhuận bút")
    head.get_by_label("Số tiền mới").fill(str(ADJUSTED))
    head.get_by_label("Lý do").fill(WHY)
    head.get_by_role("button", name="Điều chỉnh").click()
    expect(head.get_by_text(f"150.000 → 200.000. {WHY}")).to_be_visible()
    leader = newsroom.person("lanhdao")
    leader.goto(path)
    leader.get_by_role("button", name="Duyệt bảng").click()
    leader.get_by_role("button", name="Khóa bảng đã chi").click()
    expect(leader.get_by_text("đã chi, đã khóa")).to_be_visible()
    with leader.expect_download() as download:
        leader.get_by_role("link", name="XLSX").click()
    download.value.save_as(folder / "nhuan-but.xlsx")

    page = load_workbook(folder / "nhuan-but.xlsx", data_only=True).worksheets[0]
    rows = {row[1]: row for row in page.iter_rows(values_only=True) if len(row) > 7}
    assert {name: rows[name][5] for name in PAID} == PAID
    total = sum(PAID.values())
    assert rows["Tổng cộng"][5:8] == (total, 0, total)
