"""What a machine can tell about WCAG 2.2 AA; the rest is looked at by people."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def axe_violations(page: Page) -> list[str]:
    """One line for each broken rule: its id, what it asks, the first elements that break it."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {[node['target'] for node in v['nodes'][:3]]}" for v in found]


def assert_no_axe_violations(page: Page) -> None:
    assert axe_violations(page) == [], page.url


def overflow_px(page: Page) -> int:
    """How far the page can be scrolled sideways; 0 on a page that fits its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
