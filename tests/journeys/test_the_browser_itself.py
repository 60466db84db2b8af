"""The watchers of the other journeys can see what they watch for."""

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import axe_violations, overflow_px
from tests.journeys.visiting import NARROWEST, Opener

GOOD = '<!doctype html><html lang="vi"><title>Trang</title><main><h1>Xã Bình Minh</h1></main></html>'


def test_axe_accepts_a_good_page_and_refuses_a_bad_one(page: Page):
    page.set_content(GOOD)
    assert axe_violations(page) == []
    page.set_content(GOOD.replace("</main>", '<img src="data:,"></main>'))
    assert [line.split(":")[0] for line in axe_violations(page)] == ["image-alt"]


def test_a_page_that_is_too_wide_is_noticed(open_context: Opener):
    page = open_context(**NARROWEST).new_page()
    page.set_content(GOOD)
    assert overflow_px(page) == 0
    page.set_content(GOOD.replace("<main>", '<main style="width: 500px">'))
    assert overflow_px(page) > 0


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("setTimeout(() => { throw new Error('hỏng') })", "script error"),
        ("fetch('http://192.0.2.1/').catch(() => 0)", "foreign request"),
    ],
)
def test_complaints_of_a_page_are_kept(open_context: Opener, script: str, complaint: str):
    page = open_context().new_page()
    page.set_content(GOOD)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)
    assert [text.split(":")[0] for text in open_context.complaints] == [complaint]
    open_context.complaints.clear()
