"""The app on a phone: installed, fed by another app, told of news, read without a network (C5)."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import http_ece
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ARGUMENTS, CHROMIUMS
from conglang.config.demo.pictures import jpeg
from conglang.tools.notify.tests.push_service import Browser as Device
from conglang.tools.notify.tests.push_service import Service, push_service
from tests.journeys.accessibility import assert_no_axe_violations, overflow_px
from tests.journeys.officials import DESK, sign_in, take_in
from tests.journeys.visiting import PHONE, Opener
from tests.running import Demo

pytestmark = pytest.mark.browser

HOME = "songmau.localhost"
COMMUNE = "Xã Hòa Mẫu"
WORDS = "Nắp cống trước chợ bị vỡ, gọi tôi số 0912 345 678."
SAVED = "Đây là nội dung đã lưu lúc"


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A profile of its own on the disk: browsers install nothing from a private window."""
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=path, args=[*ARGUMENTS, "--headless=new"], locale="vi-VN",
        reduced_motion="reduce", **PHONE,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_the_app_takes_a_report_tells_of_its_news_and_is_read_without_a_network(
    demo: Demo, phone: BrowserContext, open_context: Opener
):
    page = phone.new_page()
    page.goto(demo.at(HOME, "/ung-dung/"))
    tools = phone.new_cdp_session(page)
    assert [each for each in tools.send("Page.getAppManifest")["errors"] if each["critical"]] == []
    assert tools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    choose(page)

    share(page, demo.at(HOME, "/ung-dung/chia-se/"))
    code = report(page)
    with push_service() as service:
        device = service.browser("phone")
        ask_to_be_told(phone, page, demo, device)
        desk = open_context().new_page()
        sign_in(desk, demo, "tiepnhan.hoamau")
        desk.goto(demo.at(DESK, f"/ho-so/?tim={code}"))
        desk.get_by_role("link", name=code).click()
        take_in(desk)
        message = arrived(service, device, page)
    for secret in (code, "0912", "Nắp cống"):
        assert secret not in message
    shown = notice_of(phone, page, demo, message)
    assert shown["title"].startswith("Có tin mới về mã ")
    assert tapped(phone) == demo.at("hoamau.songmau.localhost", "/tra-ma/")
    assert notice_of(phone, page, demo, "Nước lên")["body"] == "Nước lên"
    read_without_a_network(phone, page, demo, code)


def choose(page: Page) -> None:
    page.get_by_role("link", name="Chọn xã, phường").click()
    page.get_by_role("link", name=COMMUNE, exact=True).click()
    page.get_by_role("button", name="Chọn xã, phường này").click()
    expect(page.get_by_text("Đã lưu trên điện thoại này.")).to_be_visible()
    page.wait_for_function("async () => !!(await caches.match(`${location.pathname}thu-tuc/`))")


def share(page: Page, address: str) -> None:
    """What a gallery sends when somebody shares a picture with the app, as the manifest asks for it."""
    page.goto(address)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.evaluate(
        """([words, bytes]) => {
          const field = (type, name) => Object.assign(document.createElement("input"), { type, name });
          const [text, picture] = [field("text", "noi-dung"), field("file", "tep")];
          const given = new DataTransfer();
          given.items.add(new File([new Uint8Array(bytes)], "cong.jpg", { type: "image/jpeg" }));
          text.value = words;
          picture.files = given.files;
          const form = document.createElement("form");
          [form.method, form.enctype] = ["post", "multipart/form-data"];
          form.append(text, picture);
          document.body.append(form);
          form.submit();
        }""",
        [WORDS, list(jpeg("village", 9).getvalue())],
    )
    expect(page.get_by_text("Gửi kèm 1 tệp.")).to_be_visible()
    assert_no_axe_violations(page)
    assert overflow_px(page) == 0


def report(page: Page) -> str:
    """The draft goes on in the commune's form, with the picture, to a receipt; its code goes to the app."""
    page.get_by_role("button", name=COMMUNE).click()
    expect(page.get_by_label("Việc gì đã xảy ra?")).to_have_value(WORDS)
    page.get_by_label("Ở thôn, ấp nào?").select_option(index=1)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Kiểm tra và gửi")).to_be_visible()
    expect(page.locator("form[data-ready]")).to_be_visible()
    assert page.locator("input[name=tep]").evaluate("(field) => field.files[0].name") == "cong.jpg"
    page.get_by_role("button", name="Gửi đi").click()
    expect(page.get_by_role("heading", name="Đã nhận được nội dung ông bà gửi")).to_be_visible()
    code: str = page.locator(".receipt-code dd").first.inner_text()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Giữ mã trên điện thoại này").click()
    expect(opened.value.get_by_role("link", name=code)).to_be_visible()
    assert "#" not in opened.value.url
    opened.value.close()
    return code


def ask_to_be_told(phone: BrowserContext, page: Page, demo: Demo, device: Device) -> None:
    """Everything is real but the browser's own line to its maker's push service, which no test may reach."""
    phone.grant_permissions(["notifications"], origin=demo.at(HOME, ""))
    page.add_init_script(
        "PushManager.prototype.getSubscription = async () => null;"
        f"PushManager.prototype.subscribe = async () => ({json.dumps(device.given)});"
    )
    page.goto(demo.at(HOME, "/ung-dung/"))
    page.get_by_role("button", name="Báo cho tôi khi có tin").click()
    expect(page.get_by_text("Điện thoại này sẽ báo khi các mã trên có tin mới.")).to_be_visible()
    assert_no_axe_violations(page)
    assert overflow_px(page) == 0


def arrived(service: Service, device: Device, page: Page) -> str:
    """What the phone's push service was handed, opened by another implementation of the encryption."""
    wait_for(page, lambda: service.got)
    _path, _headers, body = service.got[0]
    plain: bytes = http_ece.decrypt(
        body, private_key=device.key, auth_secret=device.secret, version="aes128gcm"
    )
    return plain.decode()


def notice_of(phone: BrowserContext, page: Page, demo: Demo, data: str) -> dict[str, Any]:
    """What the phone shows of a message that the push service delivers."""
    tools = phone.new_cdp_session(page)
    origin = demo.at(HOME, "")
    known: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(
            each["registrationId"] for each in event["registrations"] if each["scopeURL"].startswith(origin)
        ),
    )
    tools.send("ServiceWorker.enable")
    wait_for(page, lambda: known)
    told = {"origin": origin, "registrationId": known[0], "data": data}
    tools.send("ServiceWorker.deliverPushMessage", told)
    tools.detach()
    look = """async () => {
      const registration = await navigator.serviceWorker.ready;
      const [shown] = await registration.getNotifications();
      return shown ? { title: shown.title, body: shown.body } : null;
    }"""
    shown: dict[str, Any] = wait_for(page, lambda: page.evaluate(look))
    return shown


def wait_for(page: Page, look: Callable[[], Any]) -> Any:
    """What is found in the end, while the browser works on; half a minute at most."""
    for _turn in range(600):
        if found := look():
            return found
        page.wait_for_timeout(50)
    raise AssertionError("it never came")


def tapped(phone: BrowserContext) -> str:
    """The page that a tap on the notice opens; a program may not open it, so it is only named."""
    [worker] = [each for each in phone.service_workers if each.url.endswith("/sw.js")]
    opened: str = worker.evaluate(
        """() => new Promise(async (resolve) => {
          self.clients.openWindow = async (address) => resolve(address);
          const [notification] = await self.registration.getNotifications();
          const tap = new NotificationEvent("notificationclick", { notification });
          tap.waitUntil = () => {};
          self.dispatchEvent(tap);
        })"""
    )
    return opened


def read_without_a_network(phone: BrowserContext, page: Page, demo: Demo, code: str) -> None:
    phone.set_offline(True)
    page.goto(demo.at(HOME, "/ung-dung/"))
    front = page.get_by_role("article").filter(has=page.get_by_role("heading", name=COMMUNE))
    expect(page.get_by_text(SAVED).first).to_be_visible()
    expect(front.get_by_role("heading", name="Thông báo")).to_be_visible()
    expect(page.get_by_role("link", name="115")).to_be_visible()
    expect(page.get_by_role("link", name=code)).to_be_visible()
    front.get_by_role("link", name="thủ tục").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thủ tục")
    expect(page.locator("main summary").first).to_be_visible()
    page.goto(demo.at(HOME, "/chua-tung-xem/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có mạng")
    phone.set_offline(False)
    page.goto(demo.at(HOME, "/ung-dung/"))
    expect(front.get_by_role("heading", name="Thông báo")).to_be_visible()
    expect(page.get_by_text(SAVED)).to_have_count(0)
