"""A real Chromium for journeys through the running demo."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.journeys.visiting import DESKTOP, PHONE, SIZES, Opener

ARGUMENTS = [
    "--no-sandbox",  # root in a container has none to give up
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    # Playwright keeps an event loop in this thread; Django would take every query beside it for a mistake
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Opener]:
    """Contexts on demand, each a visitor with cookies of their own: `open_context(**PHONE)`."""
    opener = Opener(browser)
    yield opener
    opener.close()
    assert opener.complaints == []


@pytest.fixture
def page(open_context: Opener) -> Page:
    return open_context(**DESKTOP).new_page()


@pytest.fixture
def phone(open_context: Opener) -> Page:
    return open_context(**PHONE).new_page()


@pytest.fixture(params=SIZES)
def any_page(request: pytest.FixtureRequest, open_context: Opener) -> Page:
    """The same journey on a desk and on a phone."""
    return open_context(**SIZES[request.param]).new_page()
