"""Visitors of the journeys, watched: no script error, no refused policy, no foreign request."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request

DESKTOP = {"viewport": {"width": 1366, "height": 768}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
NARROWEST = {"viewport": {"width": 320, "height": 640}}
SIZES = {"desktop": DESKTOP, "phone": PHONE}


class Opener:
    """Opens contexts and keeps what their pages complain of."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, **options: object) -> BrowserContext:
        context = self.browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)  # milliseconds; a machine of two cores may be busy
        context.on("request", self._watch_request)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        self.contexts.append(context)
        return context

    def _watch_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        host = address.hostname or ""
        if (
            address.scheme in {"http", "https", "ws", "wss"}
            and not host.endswith("localhost")
            and host != "127.0.0.1"
        ):
            self.complaints.append(f"foreign request: {request.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.complaints.append(f"refused by policy: {message.text}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def open_until(page: Page, address: str, sign: Locator, count: int = 1, seconds: float = 60) -> None:
    """Open until `sign` shows that the worker has done its part; late, leave the failure to the caller."""
    end = time.monotonic() + seconds
    while True:
        page.goto(address)
        if sign.count() >= count or time.monotonic() > end:
            return
        page.wait_for_timeout(500)
