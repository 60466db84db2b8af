"""Every screen of the desk that somebody concerned can open, on a phone and on a desk."""

import pytest

from tests.architecture.routes import routes
from tests.journeys.accessibility import OF_LENGTH, barriers, barriers_at
from tests.journeys.officials import DESK, sign_in
from tests.journeys.visiting import PHONE, Opener
from tests.journeys.walking import walk
from tests.running import Demo

pytestmark = pytest.mark.browser

SCREENS = "conglang.config.urls_desk"
NARROW = 360
# who opens, taken together, all screens of a commune and of the province: so many addresses of a pattern
PEOPLE = {
    "quantri.songmau": 2, "truongban.hoamau": 2, "ctv.hoamau": 1, "quantri.hoamau": 1, "kiemtoan.songmau": 1,
}  # fmt: skip
COLOURS = "color-contrast"  # half of the machine's work; colours come with classes
# what a wider window in other colours can break; the rest does not change
AGAIN = [COLOURS, *OF_LENGTH]
NOT_OURS = {"soan-thao", "_ui"}  # Wagtail's screens; the samples of the style guide


def test_no_screen_keeps_an_official_out(demo: Demo, open_context: Opener):
    names: set[str] = set()
    met: set[str] = set()
    classes: set[str] = set()
    turn = 0
    faults = []
    for username, most in PEOPLE.items():
        page = open_context(**PHONE, reduced_motion="reduce").new_page()
        sign_in(page, demo, username)
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
        walked = walk(demo.port, DESK, SCREENS, cookies=cookies, most=most, past=NOT_OURS)
        met |= {each.name for each in walked}
        assert [each for each in walked if each.status >= 500] == []
        fresh = {each.name: each for each in reversed(walked) if each.is_page and each.name not in names}
        names |= fresh.keys()
        for each in fresh.values():
            page.goto(demo.at(DESK, each.path))
            if each.classes <= classes:
                found = barriers_at(page, NARROW, without=COLOURS)
            else:
                turn += 1
                found = barriers(page, narrow=NARROW, turn=turn, lengthened=False, again=AGAIN)
                classes |= each.classes
            faults += [f"{username} {each.name} {each.path}: {line}" for line in found]
        page.context.close()
    assert faults == []
    ours = [each for each in routes(SCREENS) if each.path.split("/")[0] not in NOT_OURS]
    assert {each.name for each in ours if "<" not in each.path and "(" not in each.path} <= met
