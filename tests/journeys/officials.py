"""Officials at their desk: signing in with what the demo's list says."""

import base64
import hmac
import struct
import time

from playwright.sync_api import Page, expect

from tests.running import Account, Demo

DESK = "ban-lam-viec.localhost"
STEP_SECONDS = 30


def one_time_code(secret: str, at: float) -> str:
    """RFC 6238 with SHA-1, 30 seconds and six digits, as authenticator apps have it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // STEP_SECONDS), "sha1")
    offset = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def press(page: Page, command: str) -> None:
    """A command on the page of an item, then its confirmation."""
    page.locator(f'a[href*="/viec/{command}/"]').click()
    page.locator("main form button[type=submit]").first.click()


def sign_in(page: Page, demo: Demo, username: str) -> Account:
    """From the desk's first page to the person's own work."""
    account = next(each for each in demo.accounts if each.username == username)
    page.goto(demo.at(DESK))
    page.get_by_label("Tên đăng nhập").fill(account.username)
    page.get_by_label("Mật khẩu").fill(account.password)
    page.get_by_role("button", name="Đăng nhập").click()
    if account.totp_secret:
        # a code that runs out while the page loads would be refused
        left = STEP_SECONDS - time.time() % STEP_SECONDS
        if left < 3:
            time.sleep(left)
        page.locator("input[name=code]").fill(one_time_code(account.totp_secret, time.time()))
        page.locator("main form button[type=submit]").first.click()
    page.get_by_role("heading", name="Việc chờ tôi").wait_for()
    return account


def take_in(page: Page) -> None:
    """Take the case of the open page in, after letting it through: no hand writes as fast as a test."""
    held, waiting = (page.get_by_role("button", name=name, exact=True) for name in ("Cho nhận", "Tiếp nhận"))
    expect(held.or_(waiting).first).to_be_visible()
    if held.count():
        held.click()
    waiting.click()
