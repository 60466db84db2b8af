"""The desk's figures of page views: a unit's own, and the province's sum."""

from datetime import timedelta

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.insight.statistics.models import PageDay, SectionDay
from conglang.kernel.clock import local_day, now

PAGE, FILE = "/luot-xem/", "/luot-xem/tai-ve/"


@pytest.fixture
def seen(ours, theirs):
    """Figures of both communes: ours of yesterday and of last year, the neighbour's of yesterday."""
    yesterday = local_day(now()) - timedelta(days=1)
    for office, factor in ((ours, 1), (theirs, 100)):
        unit = office.unit
        Site.objects.create(unit=unit, host=f"x{unit.code}.songmay.localhost", opened_on=yesterday)
        with everything("tests"):
            for day, views in ((yesterday, 7 * factor), (yesterday - timedelta(days=300), 11 * factor)):
                facts = {"unit": unit, "day": day, "section": "tin-tuc", "views": views, "visits": views // 2}
                SectionDay.objects.create(**facts, robots=3)
                PageDay.objects.create(**facts, path=f"/tin-tuc/bai-{unit.code}/")
    return yesterday


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_unit_sees_its_own_figures_of_thirty_days(desk, ours, theirs, seen):
    page = text(desk(ours.user(Role.HEAD_EDITOR)).get(PAGE))
    assert "<strong>7</strong> lượt xem trang" in page
    assert f"Tin {ours.unit.name}" in page
    assert "/tin-tuc/bai-98001/" in page
    assert "98002" not in page
    assert "<rect" in page
    assert 'style="' not in page.partition("<main")[2]


def test_other_days_have_other_figures(desk, ours, seen):
    since = seen - timedelta(days=320)
    page = text(
        desk(ours.user(Role.HEAD_EDITOR)).get(PAGE, {"since": since, "until": seen - timedelta(days=200)})
    )
    assert "<strong>11</strong> lượt xem trang" in page


@pytest.mark.parametrize(
    "days", [{"since": "x"}, {"since": "0001-01-01", "until": "9999-12-31"}, {"until": "31/31/1"}]
)
def test_days_that_are_none_do_no_harm(desk, ours, seen, days):
    text(desk(ours.user(Role.HEAD_EDITOR)).get(PAGE, days))


def test_a_neighbours_figures_do_not_exist(desk, ours, theirs, seen):
    for path in (PAGE, FILE):
        asked = {"don-vi": theirs.unit.pk}
        assert desk(ours.user(Role.HEAD_EDITOR)).get(path, asked).status_code == 404


def test_who_only_writes_does_not_read_them(desk, ours, seen):
    assert desk(ours.user(Role.CONTRIBUTOR)).get(PAGE).status_code == 403


def test_the_province_sees_the_sum_and_each_unit(desk, province, ours, theirs, seen):
    browser = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    page = text(browser.get(PAGE, {"don-vi": "tat-ca"}))
    assert "<strong>707</strong> lượt xem trang" in page
    assert page.index(theirs.unit.title) < page.rindex(ours.unit.title)
    assert "<strong>700</strong> lượt xem trang" in text(browser.get(PAGE, {"don-vi": theirs.unit.pk}))


def test_the_same_figures_come_as_a_file(desk, ours, seen):
    answer = desk(ours.user(Role.HEAD_EDITOR)).get(FILE)
    lines = text(answer).removeprefix("\ufeff").splitlines()
    assert "attachment" in answer["Content-Disposition"]
    assert f"Ngày,{seen:%Y-%m-%d},7,3" in lines
    assert "Trang,/tin-tuc/bai-98001/,7,3" in lines


def test_the_questions_do_not_grow_with_the_units(
    desk, province, ours, theirs, seen, django_assert_max_num_queries
):
    browser = desk(province.user(Role.PROVINCE_ADMINISTRATOR))
    browser.get(PAGE)
    with django_assert_max_num_queries(45):
        browser.get(PAGE, {"don-vi": "tat-ca"})
