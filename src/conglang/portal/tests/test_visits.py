"""What a site tells its readers of how often it is read."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.test import Client

from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.content.newsroom.tests.conftest import NOW, commune
from conglang.insight.statistics.models import SectionDay
from conglang.kernel import clock

HOST = "bensen.songmay.localhost"
PAGE = "/luot-truy-cap/"


@pytest.fixture
def visitor(db):
    with everything("tests"):
        ours, theirs = commune("98001", "Bến Sen").unit, commune("98002", "Bến Lau").unit
        Site.objects.create(unit=ours, host=HOST, opened_on=date(2025, 7, 1))
        for unit, day, section, views in (
            (ours, date(2026, 11, 21), "news", 3),
            (ours, date(2026, 11, 21), "", 1_000),
            (ours, date(2026, 11, 2), "news", 20),
            (ours, date(2026, 10, 31), "tim-kiem", 7),
            (theirs, date(2026, 11, 21), "news", 40_000),
        ):
            SectionDay.objects.create(unit=unit, day=day, section=section, views=views, visits=1)
    with clock.frozen(NOW):
        yield Client(headers={"host": HOST})


def test_readers_see_today_the_month_and_all_of_their_own_site(visitor):
    answer = visitor.get(PAGE)
    text = answer.content.decode()
    assert all(f"<dd>{number}" in text for number in ("1.003", "1.023", "1.030"))
    assert "31/10/2026" in text
    assert "Trang khác" in text
    assert "40." not in text
    assert not answer.cookies


def test_the_table_has_every_month_with_every_section(visitor):
    answer = visitor.get(f"{PAGE}luot-truy-cap.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["2026-11", "Trang chủ", "1000", "1"],
        ["2026-11", "News", "23", "2"],
        ["2026-10", "Trang khác", "7", "1"],
    ]


def test_every_page_leads_to_the_figures_and_a_site_that_nobody_read_has_them_too(visitor):
    with everything("tests"):
        SectionDay.objects.all().delete()
    assert f'href="{PAGE}"' in visitor.get("/").content.decode()
    assert "<dd>0" in visitor.get(PAGE).content.decode()
