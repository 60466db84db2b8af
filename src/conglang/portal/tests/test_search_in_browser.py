"""The search page in a real browser: on a narrow screen, and while somebody types."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Site
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock

HOST = "bensen.songmay.localhost"


@pytest.fixture
def told(transactional_db, live_server, settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        place = commune("98001", "Bến Sen")
        Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
        publish(write(place, title="Lịch tiêm phòng dại cho chó mèo"), place)
        deliver(now=NOW)
        yield live_server.url.replace("localhost", HOST).replace("127.0.0.1", HOST)


def test_titles_are_offered_while_typing_and_lead_to_their_page(told, browser):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{told}/tim-kiem/?q=tiem")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.locator("#search-q")
    box.focus()
    box.fill("")
    box.press_sequentially("phong dai")
    page.wait_for_selector("datalist option", state="attached", timeout=10_000)
    assert page.locator("datalist option").first.get_attribute("value") == "Lịch tiêm phòng dại cho chó mèo"
    box.fill("Lịch tiêm phòng dại cho chó mèo")
    page.wait_for_url("**/news/lich-tiem-phong-dai-cho-cho-meo/", timeout=10_000)
    page.close()


def test_filters_open_and_apply_without_javascript(told, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{told}/tim-kiem/?q=tiem+phong")
    page.locator("details summary", has_text="Thu hẹp").click()
    page.locator("[name=den_ngay]").fill("2020-01-01")
    page.get_by_role("button", name="Áp dụng").click()
    assert "0 kết quả" in page.locator("[role=status]").inner_text()
    context.close()


@pytest.mark.parametrize("place", ["?q=tiem+phong", "?q=tieem+phongf&loai=page", "?q=&tu_ngay=x"])
def test_nothing_stands_in_the_way_of_who_cannot_see(told, browser, place):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{told}/tim-kiem/{place}")
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()
    page.close()
