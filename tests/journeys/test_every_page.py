"""Every page of a public site, with nothing on it, with what there is, with long words, after a mistake."""

import pytest
from playwright.sync_api import Page, expect

from tests.architecture.routes import routes
from tests.journeys import bare_commune
from tests.journeys.accessibility import barriers
from tests.journeys.visiting import NARROWEST, Opener
from tests.journeys.walking import Met, walk, worth_looking_at
from tests.running import Demo

pytestmark = pytest.mark.browser

PUBLIC = "conglang.config.urls_public"
HOSTS = {"commune": "hoamau.songmau.localhost", "province": "songmau.localhost", "bare": bare_commune.HOST}
NARROW = 320
# each hub gets an address of its own, and each reader
NOT_MET = {"exchange_public:told", "portal:confirm_news", "portal:manage_news", "portal:stop_news"}
MISTAKES = (
    "/khong-co/",
    "/tin-tuc/khong-co/",
    "/xa-phuong/khong-co/",
    "/lich/tuan/2026-13-01/",
    "/tim-kiem/?q=tiem+chung",
    "/tim-kiem/?q=tiêm+chugn",
    "/tim-kiem/?q=xyzzyqwv",
    "/tim-kiem/?q=tiem&tu_ngay=hom-qua&den_ngay=32/13/2026",
    f"/tim-kiem/?q={'nghiêng' * 28}",
)


@pytest.fixture(scope="module")
def met(demo: Demo) -> dict[str, list[Met]]:
    """All that the three sites name, and what each address brought."""
    bare_commune.found_beside(demo.data)
    return {place: walk(demo.port, host, PUBLIC) for place, host in HOSTS.items()}


@pytest.fixture
def narrow(open_context: Opener) -> Page:
    """A page without motion: colours on their way to others would be measured in between."""
    return open_context(**NARROWEST, reduced_motion="reduce").new_page()


def test_every_public_address_is_walked(met: dict[str, list[Met]]):
    walked = {each.name for place in met.values() for each in place}
    assert {route.name for route in routes(PUBLIC)} - walked == NOT_MET
    assert [each for place in met.values() for each in place if each.status >= 500] == []


@pytest.mark.parametrize("place", HOSTS)
def test_no_page_keeps_anybody_out(met: dict[str, list[Met]], demo: Demo, narrow: Page, place: str):
    chosen = worth_looking_at(met[place])
    if place == "province":  # only what no commune has
        chosen = [
            each for each in chosen if each.name not in {one.name for one in met["commune"] if one.is_page}
        ]
    faults = []
    for turn, each in enumerate(chosen):
        narrow.goto(demo.at(HOSTS[place], each.path))
        found = barriers(narrow, narrow=NARROW, turn=turn, lengthened=place != "bare")
        faults += [f"{each.name} {each.path}: {line}" for line in found]
    assert chosen
    assert faults == []


def test_mistakes_are_answered_for_everybody(demo: Demo, narrow: Page):
    faults = []
    for turn, path in enumerate(MISTAKES):
        narrow.goto(demo.at(HOSTS["commune"], path))
        faults += [f"{path}: {line}" for line in barriers(narrow, narrow=NARROW, turn=turn, lengthened=False)]
    assert faults == []


def test_forms_sent_empty_say_what_is_missing_to_everybody(
    met: dict[str, list[Met]], demo: Demo, narrow: Page
):
    faults = []
    sending = {each.name: each for each in met["commune"] if each.is_page and each.sends}
    for turn, each in enumerate(sending.values()):
        narrow.goto(demo.at(HOSTS["commune"], each.path))
        form = narrow.locator("form[method=post]").last
        with narrow.expect_navigation():
            form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        expect(narrow.get_by_role("alert").first).to_be_visible()
        faults += [
            f"{each.name}: {line}" for line in barriers(narrow, narrow=NARROW, turn=turn, lengthened=False)
        ]
    assert sending
    assert faults == []
