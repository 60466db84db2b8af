"""Watched visitors for journeys through the running demo."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.visiting import DESKTOP, PHONE, SIZES, Opener


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
