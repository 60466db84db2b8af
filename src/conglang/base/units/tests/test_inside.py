"""Departments and hamlets: named once, ordered, kept while anything names them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Department, Hamlet
from conglang.base.units.removal import ask_before_removal
from conglang.base.units.rules import NoPoint, bare_name, point_of
from conglang.base.units.scope import ForeignUnit, use_scope
from conglang.base.units.services.add_department import add_department
from conglang.base.units.services.add_hamlet import HamletFacts, add_hamlet
from conglang.base.units.services.change_department import change_department
from conglang.base.units.services.change_hamlet import change_hamlet
from conglang.base.units.services.place_department import place_department
from conglang.base.units.services.remove_department import remove_department
from conglang.base.units.services.remove_hamlet import remove_hamlet

from .conftest import Person, scope_of

pytestmark = pytest.mark.postgres
POINT = (Decimal("20.51234"), Decimal("106.12345"))
FACTS = HamletFacts(HamletKind.THON, "Hội Long", households=120)


class Arranger(Person):
    """Somebody who arranges the inside of units, and manages none."""

    def may(self, permission, unit_id):
        return permission == "units.arrange" and (self.manages is None or unit_id in self.manages)


@pytest.fixture
def by(ours):
    with use_scope(scope_of(ours)):
        yield Arranger(manages=frozenset({ours.pk}))


@pytest.fixture
def three(ours, by, now):
    names = ["Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]
    return [add_department(unit=ours, name=name, by=by, now=now) for name in names]


def names() -> list[str]:
    return [row.name for row in Department.objects.all()]


def trail() -> list[str]:
    verbs = AuditEntry.objects.filter(verb__regex="department|hamlet").order_by("pk")
    return list(verbs.values_list("verb", flat=True))


def test_departments_stand_in_the_order_in_which_they_were_added(three):
    assert names() == ["Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]
    assert trail() == ["units.department_added"] * 3


def test_the_same_department_added_twice_is_one(ours, by, now, three):
    again = add_department(unit=ours, name="  Văn   phòng ", by=by, now=now)
    assert again.pk == three[0].pk
    assert len(trail()) == 3


@pytest.mark.parametrize("name", ["VĂN PHÒNG", "phòng văn hoá - xã hội", "", "   ", "x" * 201])
def test_a_department_needs_a_name_of_its_own(ours, by, now, three, name):
    with pytest.raises(ValidationError) as refused:
        add_department(unit=ours, name=name, by=by, now=now)
    assert set(refused.value.message_dict) == {"name"}
    with pytest.raises(ValidationError):
        change_department(department=three[1], name=name, by=by, now=now)
    assert len(names()) == 3


def test_a_department_may_change_the_capitals_of_its_own_name(three, by, now):
    change_department(department=three[0], name="VĂN PHÒNG", short_name="VP", by=by, now=now)
    change_department(department=three[0], name="VĂN PHÒNG", short_name="VP", by=by, now=now)
    assert names()[0] == "VĂN PHÒNG"
    assert trail()[3:] == ["units.department_changed"]


@pytest.mark.parametrize(("place", "order"), [(0, "201"), (1, "021"), (2, "012"), (-5, "201"), (99, "012")])
def test_a_department_is_put_at_a_place_and_stays_there(three, by, now, place, order):
    for _twice in range(2):
        place_department(department=three[2], place=place, by=by, now=now)
    assert names() == [three[int(each)].name for each in order]
    assert trail()[3:] == (["units.department_placed"] if order != "012" else [])


def test_an_unused_department_is_removed_once(three, by, now):
    for _twice in range(2):
        remove_department(department=three[1], by=by, now=now)
    assert names() == ["Văn phòng", "Phòng Văn hóa - Xã hội"]
    assert trail()[3:] == ["units.department_removed"]


def test_a_department_that_an_app_speaks_of_stays(three, by, now, monkeypatch):
    monkeypatch.setattr("conglang.base.units.removal._asked", {Department: set()})
    ask_before_removal(Department, lambda row: row.pk == three[1].pk)
    with pytest.raises(ValidationError):
        remove_department(department=three[1], by=by, now=now)
    remove_department(department=three[0], by=by, now=now)
    assert names() == ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]
    assert trail()[3:] == ["units.department_removed"]


def test_what_was_removed_meanwhile_cannot_be_changed(three, by, now):
    remove_department(department=three[1], by=by, now=now)
    with pytest.raises(Department.DoesNotExist):
        change_department(department=three[1], name="Phòng khác", by=by, now=now)
    with pytest.raises(Department.DoesNotExist):
        place_department(department=three[1], place=0, by=by, now=now)


def test_a_hamlets_kind_is_not_written_twice(ours, by, now):
    hamlet = add_hamlet(unit=ours, facts=replace(FACTS, name="thôn  Hội Long"), by=by, now=now)
    assert (hamlet.name, hamlet.title, hamlet.households) == ("Hội Long", "Thôn Hội Long", 120)
    assert add_hamlet(unit=ours, facts=FACTS, by=by, now=now).pk == hamlet.pk
    assert trail() == ["units.hamlet_added"]


@pytest.mark.parametrize(
    ("word", "name", "bare"),
    [
        ("Thôn", "Thôn 1", "1"),
        ("Tổ dân phố", "tổ dân phố số 3", "số 3"),
        ("Ấp", "Ấp", "Ấp"),
        ("Bản", "Bảnh", "Bảnh"),
        ("Thôn", "Hội Thôn", "Hội Thôn"),
    ],
)
def test_only_the_whole_word_before_a_name_is_left_out(word, name, bare):
    assert bare_name(word, name) == bare


def test_two_kinds_may_share_a_name_and_one_kind_may_not(ours, by, now):
    first = add_hamlet(unit=ours, facts=FACTS, by=by, now=now)
    add_hamlet(unit=ours, facts=replace(FACTS, kind=HamletKind.KHOM), by=by, now=now)
    with pytest.raises(ValidationError) as refused:
        add_hamlet(unit=ours, facts=replace(FACTS, name="hội long"), by=by, now=now)
    assert "name" in refused.value.message_dict
    with pytest.raises(ValidationError):
        change_hamlet(hamlet=first, facts=replace(FACTS, kind=HamletKind.KHOM), by=by, now=now)
    assert Hamlet.objects.count() == 2


def test_a_hamlet_is_corrected_and_removed(ours, by, now):
    hamlet = add_hamlet(unit=ours, facts=FACTS, by=by, now=now)
    for _twice in range(2):
        change_hamlet(hamlet=hamlet, facts=replace(FACTS, population=480, point=POINT), by=by, now=now)
    hamlet.refresh_from_db()
    assert (hamlet.population, hamlet.lat, hamlet.lon) == (480, *POINT)
    for _twice in range(2):
        remove_hamlet(hamlet=hamlet, by=by, now=now)
    assert trail() == ["units.hamlet_added", "units.hamlet_changed", "units.hamlet_removed"]


@pytest.mark.parametrize(
    "text", ["20.51234, 106.12345", "20.51234,106.12345", "20,51234; 106,12345", " 20.512341° 106.123449°"]
)
def test_a_point_is_read_as_maps_write_it(text):
    assert point_of(text) == POINT


@pytest.mark.parametrize(
    "text", ["20.5", "106.1, 20.5", "20.5, 106.1, 3", "51.5, 0.1", "nhà văn hóa", "-20.5, 106"]
)
def test_what_is_no_place_in_the_country_is_no_point(text):
    with pytest.raises(NoPoint):
        point_of(text)
    assert point_of("  ") is None


def test_a_province_has_no_hamlets(province, now):
    everywhere = Arranger()
    with use_scope(scope_of(province)), pytest.raises(ValidationError):
        add_hamlet(unit=province, facts=FACTS, by=everywhere, now=now)


def test_without_the_permission_nothing_changes(ours, theirs, three, by, now):
    idle = Arranger(manages=frozenset())
    hamlet = add_hamlet(unit=ours, facts=FACTS, by=by, now=now)
    for act in (
        lambda: add_department(unit=ours, name="Mới", by=idle, now=now),
        lambda: change_department(department=three[0], name="Mới", by=idle, now=now),
        lambda: place_department(department=three[0], place=2, by=idle, now=now),
        lambda: remove_department(department=three[0], by=idle, now=now),
        lambda: add_hamlet(unit=ours, facts=FACTS, by=idle, now=now),
        lambda: change_hamlet(hamlet=hamlet, facts=FACTS, by=idle, now=now),
        lambda: remove_hamlet(hamlet=hamlet, by=idle, now=now),
        lambda: add_department(unit=theirs, name="Mới", by=by, now=now),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(ForeignUnit):  # the permission alone opens no neighbour's door
        add_department(unit=theirs, name="Mới", by=Arranger(), now=now)
