"""Themes and series in public: what stands under them, and from when to when."""

from datetime import date

import pytest
from django.test import Client

from conglang.base.units.models import Site
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.content.newsroom.themes import Theme
from conglang.kernel import clock

HOST = "bensen.songmay.localhost"


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
    return place


def page(path: str, status: int = 200) -> str:
    answer = Client(headers={"host": HOST}).get(path)
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def test_readers_find_what_is_public_under_a_theme_and_nothing_else(home):
    land = Theme.objects.get(title="Đất đai")
    assert "chưa có tin, bài nào" in page("/chu-de/").lower()
    write(home, title="Còn là bản nháp", theme_id=land.pk)
    page(land.get_absolute_url(), 404)
    article = publish(write(home, title="Cấp sổ đỏ lần đầu", theme_id=land.pk), home)
    shown = page(land.get_absolute_url())
    assert "Cấp sổ đỏ lần đầu" in shown
    assert "Còn là bản nháp" not in shown
    assert "1 tin, bài" in page("/chu-de/")
    assert f'href="{land.get_absolute_url()}"' in page(f"/news/{article.slug}/")
    assert land.get_absolute_url() in page("/sitemap-0.xml")


def test_a_series_says_from_when_to_when_and_stays_after_its_end(home):
    series = Theme.objects.create(
        scope=home.unit.code, group="series", title="Làng quê đáng sống", basis="KH 5",
        valid_from=date(2026, 10, 1), valid_to=date(2026, 11, 1), confirmed_at=NOW,
    )  # fmt: skip
    publish(write(home, theme_id=series.pk), home)
    assert "Từ 01/10/2026 đến 01/11/2026" in page("/chu-de/lang-que-dang-song/")
