"""`conglang units`: the real tree gets into the database once, and hosts are proposed with their warnings."""

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db.models import Count

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.catalogue import TWO_LEVELS_SINCE, catalogue
from conglang.base.units.commands import units
from conglang.base.units.models import FormerName, Part, Succession, Unit, UnitKind, UnitLevel
from conglang.base.units.queries import name_on, predecessor_ids, public_scope, unit_with_code, units_in_force
from conglang.base.units.services.load_units import load_units
from conglang.base.units.services.open_site import open_site
from conglang.kernel.clock import frozen

from .conftest import NOW, Person

pytestmark = pytest.mark.postgres

TODAY = date(2026, 11, 21)


def run(*args):
    with frozen(NOW):
        result = CliRunner().invoke(units, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def load(data, now=NOW, by=None):
    return load_units(data=data, by=by or Person(), now=now, progress=lambda _what, _done: None)


def test_the_whole_country_loads_once(db):
    first = run("load")
    assert first.exit_code == 0
    assert ": 14149 / 14149" in first.output
    assert Unit.objects.count() == 14149
    assert units_in_force(TODAY).filter(level=UnitLevel.PROVINCE).count() == 34
    assert units_in_force(TODAY).filter(level=UnitLevel.COMMUNE).count() == 3321
    kinds = dict(units_in_force(TODAY).values_list("kind").annotate(Count("pk")))
    assert kinds == {
        UnitKind.PROVINCE: 25,
        UnitKind.CENTRAL_CITY: 9,
        UnitKind.WARD: 709,
        UnitKind.COMMUNE: 2599,
        UnitKind.SPECIAL_ZONE: 13,
    }
    assert not units_in_force(TODAY).filter(origins=None).exists()
    assert Succession.objects.count() == 14284

    last_day_before = units_in_force(date(2025, 6, 30))
    assert dict(last_day_before.values_list("level").annotate(Count("pk"))) == {
        "province": 63,
        "district": 696,
        "commune": 10035,
    }

    entries = AuditEntry.objects.count()
    again = run("load")
    assert again.exit_code == 0
    assert again.output.strip().count("\n") == 0
    assert Unit.objects.count() == 14149
    assert AuditEntry.objects.count() == entries


@pytest.fixture
def dong_thap(db):
    load(catalogue().of_province("82"))
    return unit_with_code("82", TODAY)


def test_one_province_loads_with_what_went_into_it(dong_thap):
    assert dong_thap.children.count() == 102
    my_tho = unit_with_code("28261", TODAY)
    assert my_tho.parent == dong_thap
    readable = Unit.objects.filter(pk__in=public_scope(my_tho).readable)
    assert dong_thap in readable
    assert "Thành phố Mỹ Tho" in {unit.title for unit in readable}  # the former provincial city
    assert not Unit.objects.filter(level=UnitLevel.PROVINCE).exclude(code__in=["82", "87"]).exists()


def test_after_one_province_the_country_adds_only_the_rest(dong_thap):
    before = set(Unit.objects.values_list("pk", flat=True))
    loaded = load(catalogue())
    assert loaded.units == 14149 - len(before)
    assert before < set(Unit.objects.values_list("pk", flat=True))


def test_old_units_hang_in_the_old_tree_under_codes_that_live_on(dong_thap):
    old = Unit.objects.get(code="82", valid_to=TWO_LEVELS_SINCE)
    new = Unit.objects.get(code="82", valid_to=None)
    assert (old.title, new.title) == ("Tỉnh Tiền Giang", "Tỉnh Đồng Tháp")
    assert old.children.filter(level=UnitLevel.DISTRICT).exists()
    assert predecessor_ids(new.pk) == set(
        Unit.objects.filter(code__in=["82", "87"], level="province", valid_to=TWO_LEVELS_SINCE).values_list(
            "pk", flat=True
        )
    )


def test_a_divided_commune_went_in_parts(db):
    load(catalogue().of_province("75"))
    for succession in Succession.objects.filter(part=Part.PART).select_related("old")[:50]:
        assert succession.old.successions.count() > 1


def test_a_changed_row_is_reported_and_left_alone(dong_thap):
    my_tho = unit_with_code("28261", TODAY)
    Unit.objects.filter(pk=my_tho.pk).update(name="Mỹ Tho Mới")
    loaded = load(catalogue().of_province("82"))
    assert not loaded
    assert loaded.differing == ["28261 Mỹ Tho Mới ≠ Mỹ Tho"]
    my_tho.refresh_from_db()
    assert my_tho.name == "Mỹ Tho Mới"


def test_another_spelling_of_the_same_name_is_no_difference(dong_thap):
    hoa = dong_thap.children.filter(name__contains="Hòa").first()
    Unit.objects.filter(pk=hoa.pk).update(name=hoa.name.replace("Hòa", "Hoà"))
    assert not load(catalogue().of_province("82")).differing


def test_cities_of_2026_come_when_their_day_has_come(db):
    data = catalogue().of_province("24")
    assert load(data, now=datetime(2026, 9, 19, 16, 59, tzinfo=UTC)).reclassified == 0
    assert unit_with_code("24", TODAY).title == "Tỉnh Bắc Ninh"
    assert load(data, now=datetime(2026, 9, 19, 17, 0, tzinfo=UTC)).reclassified == 13  # midnight in Hà Nội
    bac_ninh = unit_with_code("24", TODAY)
    assert bac_ninh.title == "Thành phố Bắc Ninh"
    assert name_on(bac_ninh, date(2026, 9, 19)).title == "Tỉnh Bắc Ninh"
    assert FormerName.objects.count() == 13
    assert not load(data)


def test_only_the_installation_may_load(db):
    with pytest.raises(PermissionDenied):
        load(catalogue().of_province("82"), by=Person(manages=frozenset({1})))
    assert not Unit.objects.exists()


def test_an_unknown_province_is_named_as_the_mistake(db):
    result = run("load", "--province", "99")
    assert result.exit_code == 2
    assert not Unit.objects.exists()


@pytest.mark.usefixtures("dong_thap")
def test_the_host_command_proposes_and_warns(by, now):
    assert run("host", "82").output.strip() == "Tỉnh Đồng Tháp (82): dongthap.gov.vn"
    plain = run("host", "29869")
    warned = run("host", "28261")
    assert "Phường Mỹ Tho (28261): mytho.dongthap.gov.vn" in warned.output
    assert "Xã Mỹ Thọ (30076)" in warned.output
    assert len(warned.output.splitlines()) == 2
    assert len(plain.output.splitlines()) == 1
    open_site(unit=unit_with_code("30076", TODAY), host="mytho.dongthap.gov.vn", by=by, now=now)
    assert len(run("host", "28261").output.splitlines()) == 3
    assert run("host", "00000").exit_code == 2
