"""Which sites a change reaches: the public scope, read backwards."""

import random
from datetime import date

import pytest
from django.db import transaction

from conglang.base.units.models import Part, Site, Succession, Unit, UnitKind
from conglang.base.units.queries import public_scope
from conglang.tools.pagestore.models import Touch
from conglang.tools.pagestore.queries import hosts_showing, page_files
from conglang.tools.pagestore.services.empty import empty
from conglang.tools.pagestore.services.touch import touch

SINCE = date(2025, 7, 1)


def unit(code: str, parent: Unit | None = None, kind=UnitKind.COMMUNE) -> Unit:
    return Unit.objects.create(
        code=code,
        kind=kind,
        level=kind.level,
        name=f"Bến {code}",
        parent=parent,
        lineage=parent.below if parent else "/",
        valid_from=SINCE,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_a_site_is_reached_exactly_when_its_visitors_may_read_the_unit(seed):
    chance = random.Random(seed)
    provinces = [unit(f"{number:02}", kind=UnitKind.PROVINCE) for number in (1, 2)]
    communes = [unit(f"{number:05}", chance.choice(provinces)) for number in range(8)]
    for _ in range(6):
        old, new = chance.sample(communes, 2)
        Succession.objects.get_or_create(old=old, new=new, on=SINCE, part=Part.PART)
    units = provinces + communes
    for number, each in enumerate(units):
        if chance.random() < 0.8:
            Site.objects.create(unit=each, host=f"u{number}.localhost", opened_on=SINCE)
    for changed in units:
        readers = {
            site.host
            for site in Site.objects.select_related("unit")
            if public_scope(site.unit).may_read(changed.pk)
        }
        assert hosts_showing({changed.pk}) == readers


@pytest.mark.django_db(transaction=True)
def test_a_touch_voids_at_the_commit_and_leaves_nothing(settings, tmp_path):
    settings.PAGES_ROOT = tmp_path
    Site.objects.create(unit=unit("00001"), host="a.localhost", opened_on=SINCE)
    empty()
    before = page_files().generation("a.localhost")
    with transaction.atomic():
        touch(unit_ids=[Unit.objects.get().pk])
        assert page_files().generation("a.localhost") == before
    assert page_files().generation("a.localhost") != before
    assert not Touch.objects.exists()


@pytest.mark.django_db
def test_beginning_anew_forgets_hosts_without_a_site(settings, tmp_path):
    settings.PAGES_ROOT = tmp_path
    page_files().renew(["gone.localhost"])
    Site.objects.create(unit=unit("00001"), host="a.localhost", opened_on=SINCE)
    assert empty() == 1
    assert page_files().hosts() == ["a.localhost"]
