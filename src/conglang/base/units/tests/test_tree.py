"""The tree keeps its history: names, successions, custody."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.kinds import HamletKind, Naming, UnitLevel
from conglang.base.units.models import Custody, CustodyKind, Hamlet, Part, Succession, Unit, UnitKind
from conglang.base.units.queries import (
    descendants,
    name_on,
    predecessor_ids,
    public_scope,
    reach,
    unit_with_code,
    units_in_force,
)
from conglang.base.units.services.end_custody import end_custody
from conglang.base.units.services.found_unit import found_unit
from conglang.base.units.services.give_custody import give_custody
from conglang.base.units.services.reclassify import reclassify
from conglang.base.units.services.record_succession import record_succession

from .conftest import SINCE, Person, found

MERGER = date(2026, 5, 1)


def succeed(old, new, part=Part.WHOLE, on=MERGER, *, by, now, dissolves=False):
    return record_succession(
        old=old, new=new, part=part, on=on, legal_basis="NQ 2", by=by, now=now, dissolves=dissolves
    )


def hand(holder, unit, kind=CustodyKind.CENTRAL_BOARD, *, by, now, below=False, on=SINCE):
    return give_custody(
        holder=holder, unit=unit, kind=kind, on=on, legal_basis="QĐ 3", by=by, now=now, with_descendants=below
    )


def test_a_unit_has_its_title_level_and_ancestors(province, ours):
    assert str(ours) == "Xã Bến Sen"
    assert ours.level == UnitLevel.COMMUNE
    assert ours.ancestor_ids == (province.pk,)
    assert province.ancestor_ids == ()
    assert list(descendants(province)) == [ours]
    assert not descendants(ours).exists()


def test_a_tree_may_be_deeper(province):
    district = found("980", UnitKind.RURAL_DISTRICT, "Ba Vạc", province)
    commune = found("98100", UnitKind.TOWNSHIP, "Chợ", district)
    assert commune.ancestor_ids == (district.pk, province.pk)
    assert set(descendants(province)) == {district, commune}


def test_descendants_are_not_confused_by_keys_that_begin_alike(db):
    provinces = [found(f"{n}", UnitKind.PROVINCE, f"Tỉnh {n}") for n in range(70, 90)]
    communes = [found(f"{p.code}001", UnitKind.COMMUNE, "Xã", p) for p in provinces]
    for province, commune in zip(provinces, communes, strict=True):
        assert list(descendants(province)) == [commune]


def test_founding_twice_changes_nothing_and_a_code_names_one_unit_at_a_time(province, ours, by, now):
    assert found("98001", UnitKind.COMMUNE, "Bến  Sen", province) == ours
    with pytest.raises(ValidationError, match="Bến Sen"):
        found("98001", UnitKind.COMMUNE, "Bến Tre", province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(code="98001", level="commune", kind="ward", name="x", valid_from=SINCE)


def test_founding_again_after_the_end_finds_the_dissolved_unit(province, ours, theirs, by, now):
    succeed(ours, theirs, by=by, now=now)
    assert found("98001", UnitKind.COMMUNE, "Bến Sen", province) == ours
    with pytest.raises(ValidationError):
        found("98001", UnitKind.WARD, "Bến Sen", province, on=MERGER - timedelta(days=1))
    assert found("98001", UnitKind.WARD, "Bến Sen", province, on=MERGER) != ours


@pytest.mark.parametrize("code", ["", "1", "9800", "980010", "9800a", "٩٨٠٠١", "98001\n"])
def test_a_code_that_is_none_is_refused(province, code):
    with pytest.raises(ValidationError):
        found(code, UnitKind.COMMUNE, "Bến Sen", province)


def test_only_who_manages_the_parent_founds_a_unit(province, now):
    for manages, parent in ((frozenset(), province), (frozenset({province.pk}), None)):
        with pytest.raises(PermissionDenied):
            found_unit(
                code="98007",
                kind=UnitKind.COMMUNE,
                name="x",
                parent=parent,
                on=SINCE,
                legal_basis="",
                by=Person(manages=manages),
                now=now,
            )


def test_names_are_stored_in_nfc(province):
    assert found("98007", UnitKind.COMMUNE, "Bê\u0301n  Sen ", province).name == "Bến Sen"


def test_a_code_passes_to_the_successor(ours, province, by, now):
    other = found("98007", UnitKind.WARD, "Bến Sen Đông", province)
    succeed(ours, other, by=by, now=now)
    ours.refresh_from_db()
    assert (ours.valid_to, ours.in_force(MERGER)) == (MERGER, False)
    heir = found("98001", UnitKind.WARD, "Bến Sen", province, on=MERGER)
    assert unit_with_code("98001", MERGER - timedelta(days=1)) == ours
    assert unit_with_code("98001", MERGER) == heir
    assert set(units_in_force(MERGER).filter(code="98001")) == {heir}


def test_reclassification_keeps_unit_and_code_and_dates_the_name(ours, by, now):
    becomes = Naming(UnitKind.WARD, "Bến Sen Mới")
    for _again in range(2):
        reclassify(unit=ours, naming=becomes, on=MERGER, legal_basis="NQ 4", by=by, now=now)
    ours.refresh_from_db()
    assert (ours.code, ours.title) == ("98001", "Phường Bến Sen Mới")
    assert name_on(ours, MERGER - timedelta(days=1)).title == "Xã Bến Sen"
    assert name_on(ours, MERGER).title == "Phường Bến Sen Mới"
    assert AuditEntry.objects.filter(verb="units.reclassified").count() == 1


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        (UnitKind.WARD, date(2027, 1, 1)),
        (UnitKind.WARD, SINCE),
        (UnitKind.WARD, SINCE - timedelta(days=1)),
        (UnitKind.PROVINCE, MERGER),
    ],
    ids=["future", "first day", "before", "other level"],
)
def test_an_impossible_reclassification_is_refused(ours, by, now, kind, on):
    with pytest.raises(ValidationError):
        reclassify(unit=ours, naming=Naming(kind, "x"), on=on, legal_basis="", by=by, now=now)
    ours.refresh_from_db()
    assert ours.title == "Xã Bến Sen"


@given(days=st.lists(st.integers(1, 400), min_size=1, max_size=5, unique=True).map(sorted))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_day_has_the_name_that_was_given_last(db, days, by, now):
    with transaction.atomic():
        unit = found("98", UnitKind.PROVINCE, "0")
        for n in days:
            naming = Naming(UnitKind.PROVINCE, str(n))
            reclassify(unit=unit, naming=naming, on=SINCE + timedelta(n), legal_basis="", by=by, now=now)
        unit.refresh_from_db()
        for n in {day + beside for day in [0, *days] for beside in (0, 1, -1)} - {-1}:
            assert name_on(unit, SINCE + timedelta(n)).name == str(max([0, *(d for d in days if d <= n)]))
        transaction.set_rollback(True)


def test_a_whole_succession_dissolves_and_gives_custody_and_repeats_nothing(ours, theirs, by, now):
    for _again in range(2):
        succeed(ours, theirs, by=by, now=now)
    ours.refresh_from_db()
    assert ours.valid_to == MERGER
    assert Succession.objects.count() == Custody.objects.count() == 1
    assert reach(theirs.pk, [CustodyKind.SUCCESSOR], MERGER) == {ours.pk}


def test_a_part_may_go_without_the_unit_or_with_its_end(ours, theirs, province, by, now):
    third = found("98007", UnitKind.COMMUNE, "Ba", province)
    succeed(ours, theirs, Part.PART, by=by, now=now)
    ours.refresh_from_db()
    assert ours.valid_to is None
    succeed(ours, third, Part.PART, by=by, now=now, dissolves=True)
    ours.refresh_from_db()
    assert ours.valid_to == MERGER
    assert not Custody.objects.exists()


def test_impossible_successions_are_refused(ours, theirs, province, by, now):
    late = found("98007", UnitKind.COMMUNE, "Ba", province, on=MERGER)
    succeed(ours, late, Part.PART, by=by, now=now)
    for old, new, part, on in (
        (ours, ours, Part.PART, MERGER),  # into itself
        (theirs, late, Part.PART, SINCE + timedelta(days=1)),  # into what is not there yet
        (theirs, ours, Part.PART, SINCE),  # before its own time
        (ours, theirs, Part.WHOLE, MERGER),  # wholly, after a part went elsewhere
    ):
        with pytest.raises(ValidationError):
            succeed(old, new, part, on, by=by, now=now)
    succeed(theirs, late, by=by, now=now)
    with pytest.raises(ValidationError):  # dissolved on another day
        succeed(theirs, ours, Part.PART, MERGER + timedelta(days=1), by=by, now=now)


@pytest.mark.postgres
def test_visitors_read_the_unit_its_ancestors_and_all_predecessors(province, ours, theirs, by, now):
    first = found("98007", UnitKind.COMMUNE, "Một", province)
    second = found("98010", UnitKind.COMMUNE, "Hai", province)
    succeed(first, second, on=date(2026, 1, 1), by=by, now=now)
    succeed(second, ours, Part.PART, on=date(2026, 2, 1), by=by, now=now, dissolves=True)
    scope = public_scope(ours)
    assert predecessor_ids(ours.pk) == {first.pk, second.pk}
    assert (scope.acting, scope.live_only, scope.writable) == (ours.pk, True, frozenset())
    assert scope.readable == {ours.pk, province.pk, first.pk, second.pk}
    assert public_scope(theirs).readable == {theirs.pk, province.pk}


@pytest.mark.postgres
def test_exchanged_parts_do_not_run_in_circles(ours, theirs, by, now):
    succeed(ours, theirs, Part.PART, by=by, now=now)
    succeed(theirs, ours, Part.PART, by=by, now=now)
    assert predecessor_ids(ours.pk) == {theirs.pk}
    assert predecessor_ids(theirs.pk) == {ours.pk}


def test_custody_reaches_the_unit_its_kind_and_its_time_only(province, ours, theirs, by, now):
    custody = hand(province, ours, by=by, now=now)
    board = [CustodyKind.CENTRAL_BOARD]
    assert reach(province.pk, board, SINCE) == {ours.pk}
    assert reach(province.pk, board, SINCE - timedelta(days=1)) == frozenset()
    assert reach(province.pk, [CustodyKind.AUDIT], SINCE) == frozenset()
    assert reach(province.pk, [], SINCE) == frozenset()
    assert reach(ours.pk, board, SINCE) == frozenset()
    for _again in range(2):
        end_custody(custody=custody, on=MERGER, by=by, now=now)
    assert reach(province.pk, board, MERGER) == frozenset()
    assert reach(province.pk, board, MERGER - timedelta(days=1)) == {ours.pk}


def test_custody_of_a_whole_tree_reaches_units_founded_later(province, ours, by, now):
    hand(province, province, CustodyKind.AUDIT, by=by, now=now, below=True)
    later = found("98007", UnitKind.COMMUNE, "Ba", province, on=MERGER)
    assert reach(province.pk, [CustodyKind.AUDIT], SINCE) == {province.pk, ours.pk, later.pk}


def test_custody_is_given_once_and_by_who_manages_the_unit(province, ours, theirs, by, now):
    assert hand(province, ours, by=by, now=now) == hand(province, ours, by=by, now=now)
    with pytest.raises(ValidationError):
        hand(province, ours, by=by, now=now, below=True)
    with pytest.raises(ValidationError):
        hand(ours, ours, by=by, now=now)
    with pytest.raises(PermissionDenied):
        hand(theirs, ours, by=Person(manages=frozenset({theirs.pk})), now=now)


def test_the_fourteen_names_of_hamlets_make_titles(ours):
    assert len(HamletKind) == 14
    assert Hamlet(kind=HamletKind.TO_DAN_PHO, name="5").title == "Tổ dân phố 5"
    assert Hamlet(kind=HamletKind.AP, name="Tân Hòa").title == "Ấp Tân Hòa"
    assert all(kind.word for kind in HamletKind)
