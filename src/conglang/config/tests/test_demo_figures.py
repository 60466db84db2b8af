"""What the demonstration invents so that every screen shows something, on a small world."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Site, Unit
from conglang.base.units.scope import everything
from conglang.config.demo.template import TITLE, propose_section
from conglang.config.demo.visits import DAYS, have_visitors
from conglang.content.newsroom.tests.conftest import NOW, commune, person
from conglang.insight.statistics.models import PageDay, SectionDay
from conglang.kernel.clock import local_day
from conglang.tools.pages.models import PageChange


@pytest.fixture
def unit(db) -> Unit:
    found = commune("98001", "Bến Sen").unit
    with everything("tests"):
        Site.objects.create(unit=found, host="bensen.localhost", opened_on=date(2025, 7, 1))
    return found


def test_the_figures_of_the_last_weeks_are_there_and_none_of_today(unit):
    with everything("tests"):
        have_visitors(NOW)
        days = SectionDay.objects.filter(unit=unit).aggregate(views=Sum("views"), robots=Sum("robots"))
        pages = PageDay.objects.filter(unit=unit)
        first, last = pages.earliest("day").day, pages.latest("day").day
    assert days["views"] > DAYS
    assert days["robots"] > 0
    assert (first, last) == (local_day(NOW - timedelta(days=DAYS)), local_day(NOW - timedelta(days=1)))


def test_a_change_of_the_template_waits_for_its_second_person(unit):
    with everything("tests"):
        person("quantri", unit, Role.PROVINCE_ADMINISTRATOR)
        propose_section(unit, NOW)
        change = PageChange.objects.get(kind="template")
    assert change.state == "proposed"
    assert TITLE in {row["title"] for row in change.content["sections"]}
