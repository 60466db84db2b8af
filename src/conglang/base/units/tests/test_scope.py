"""No scope, no query; another unit's rows do not exist and cannot be touched."""

import threading
from contextlib import contextmanager, suppress

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef

from conglang.base.units.checks import scope_errors
from conglang.base.units.models import Department, Hamlet, HamletKind
from conglang.base.units.scope import (
    ForeignUnit,
    NoScope,
    Scope,
    current_scope,
    everything,
    public,
    use_scope,
)
from conglang.base.units.scoped import ScopedModel

from .conftest import scope_of
from .leaflets import Leaflet, create_table

pytestmark = pytest.mark.postgres

REFUSALS = (ForeignUnit, DatabaseError)  # DatabaseError: the row to change does not exist for us


@contextmanager
def refused():
    with pytest.raises(REFUSALS), transaction.atomic():
        yield


@pytest.fixture
def hamlets(ours, theirs):
    """One hamlet of each unit, ours first."""
    create_table()
    with everything("test data"):
        return tuple(
            Hamlet.objects.create(unit=unit, kind=HamletKind.AP, name=name)
            for unit, name in ((ours, "Sen Đông"), (theirs, "Cọ Tây"))
        )


def stored() -> list[tuple[int, int, str]]:
    """All hamlets as the database has them."""
    with everything("to look"):
        return sorted(Hamlet.objects.values_list("pk", "unit_id", "name"))


READS = {
    "iterate": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "latest": lambda rows: rows.latest("pk"),
    "values": lambda rows: list(rows.values()),
    "values_list": lambda rows: list(rows.values_list("pk")),
    "iterator": lambda rows: list(rows.iterator()),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "union": lambda rows: list(rows.order_by().union(rows.order_by())),
    "intersection": lambda rows: list(rows.order_by().intersection(rows.order_by())),
    "or": lambda rows: list(rows.filter(pk=1) | rows.filter(name="x")),
    "exclude": lambda rows: list(rows.exclude(name="x")),
    "slice": lambda rows: rows[0:1].get(),
    "for update": lambda rows: list(rows.select_for_update()),
    "explain": lambda rows: rows.explain(),
    "contains": lambda rows: rows.contains(Hamlet(pk=1)),
    "subquery": lambda rows: list(Department.objects.filter(pk__in=rows.values("pk"))),
    "filter by rows": lambda rows: list(Leaflet.objects.filter(hamlet__in=rows)),
    "exists outer": lambda rows: list(Department.objects.filter(Exists(rows.filter(pk=OuterRef("pk"))))),
    "raw": lambda rows: list(rows.raw("SELECT * FROM units_hamlet")),
    "refresh": lambda _rows: Hamlet(pk=1).refresh_from_db(),
}
WRITES = {
    "update": lambda rows: rows.update(name="x"),
    "delete": lambda rows: rows.delete(),
    "create": lambda rows: rows.create(unit_id=1, kind=HamletKind.AP, name="x"),
    "bulk_create": lambda rows: rows.bulk_create([Hamlet(unit_id=1, name="x")]),
    "bulk_update": lambda rows: rows.bulk_update([Hamlet(pk=1, unit_id=1, name="x")], ["name"]),
    "get_or_create": lambda rows: rows.get_or_create(name="x"),
    "update_or_create": lambda rows: rows.update_or_create(name="x"),
    "save": lambda _rows: Hamlet(unit_id=1, name="x").save(),
    "delete instance": lambda _rows: Hamlet(pk=1, unit_id=1).delete(),
}


@pytest.mark.parametrize("act", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
@pytest.mark.usefixtures("hamlets")
def test_without_a_scope_nothing_runs(act):
    with pytest.raises(NoScope), transaction.atomic():
        act(Hamlet.objects.all())


@pytest.mark.parametrize("act", READS.values(), ids=READS)
@pytest.mark.usefixtures("hamlets")
def test_building_a_query_needs_no_scope_only_running_it_does(act):
    rows = Hamlet.objects.filter(name__startswith="S").order_by("name")
    assert "unit__in_readable" not in rows.query.annotations
    with pytest.raises(NoScope), transaction.atomic():
        act(rows)


def test_a_query_built_in_one_scope_obeys_the_scope_in_which_it_runs(hamlets, ours, theirs):
    with use_scope(scope_of(ours)):
        rows = Hamlet.objects.all()
        assert list(rows.all()) == [hamlets[0]]
    with use_scope(scope_of(theirs)):
        assert list(rows) == [hamlets[1]]


def test_a_choice_field_made_at_import_time_offers_each_unit_its_own_rows(hamlets, ours, theirs):
    field = forms.ModelChoiceField(Hamlet.objects.all())
    with use_scope(scope_of(ours)):
        assert field.clean(str(hamlets[0].pk)) == hamlets[0]
        with pytest.raises(ValidationError):
            field.clean(str(hamlets[1].pk))


@pytest.mark.parametrize(
    "count",
    [
        lambda rows: rows.count(),
        lambda rows: len(rows.values()),
        lambda rows: rows.aggregate(n=Count("pk"))["n"],
        lambda rows: len(rows.order_by().union(rows.order_by().filter(name="x"))),
        lambda rows: len(rows.filter(name="x") | rows.exclude(name="x")),
        lambda rows: len(rows.in_bulk()),
        lambda rows: len(list(rows.iterator())),
        lambda rows: len(rows.exclude(unit__in_readable=False)) + 1,
    ],
)
def test_only_readable_rows_are_there(hamlets, ours, count):
    with use_scope(scope_of(ours)):
        assert count(Hamlet.objects.all()) == 1


def test_a_neighbours_row_cannot_be_got_refreshed_or_followed(hamlets, ours, theirs):
    with everything("test data"):
        leaflet = Leaflet.objects.create(unit=ours, hamlet=hamlets[0])
        models.QuerySet(Leaflet).update(hamlet=hamlets[1])  # as if it had been written without the guard
    with use_scope(scope_of(ours)):
        with pytest.raises(Hamlet.DoesNotExist):
            Hamlet.objects.get(pk=hamlets[1].pk)
        with pytest.raises(Hamlet.DoesNotExist):
            Hamlet(pk=hamlets[1].pk).refresh_from_db()
        with pytest.raises(Hamlet.DoesNotExist):
            _ = Leaflet.objects.get(pk=leaflet.pk).hamlet


def test_readable_is_not_writable(hamlets, ours, theirs):
    before = stored()
    with use_scope(scope_of(ours, theirs)):
        theirs_row = Hamlet.objects.get(pk=hamlets[1].pk)
        theirs_row.name = "Cướp"
        with refused():
            theirs_row.save()
        with refused():
            theirs_row.delete()
        with refused():
            _stolen(theirs_row, ours).save()
        assert Hamlet.objects.filter(pk=theirs_row.pk).update(name="Cướp") == 0
        assert Hamlet.objects.filter(pk=theirs_row.pk).delete() == (0, {})
    assert stored() == before


ATTACKS = {
    "save a row with the unit set to ours": lambda row, ours: _stolen(row, ours).save(),
    "save its fields only": lambda row, ours: _stolen(row, ours).save(update_fields=["name"]),
    "force an update": lambda row, ours: _stolen(row, ours).save(force_update=True),
    "save a new row under its key": lambda row, ours: Hamlet(pk=row.pk, unit=ours, name="x").save(),
    "insert a new row under its key": lambda row, ours: Hamlet.objects.create(pk=row.pk, unit=ours, name="x"),
    "save past save()": lambda row, ours: _stolen(row, ours).save_base(raw=True),
    "create in its unit": lambda row, ours: Hamlet.objects.create(unit=row.unit, name="x"),
    "get or create in its unit": lambda row, ours: Hamlet.objects.get_or_create(unit=row.unit, name="x"),
    "update or create over it": lambda row, ours: Hamlet.objects.update_or_create(
        pk=row.pk, defaults={"unit": ours, "name": "x"}
    ),
    "bulk insert in its unit": lambda row, ours: Hamlet.objects.bulk_create(
        [Hamlet(unit=row.unit, name="x")]
    ),
    "bulk insert over it": lambda row, ours: Hamlet.objects.bulk_create(
        [Hamlet(pk=row.pk, unit=ours, uid=row.uid, name="x")],
        update_conflicts=True,
        update_fields=["name", "unit"],
        unique_fields=["id"],
    ),
    "bulk update it": lambda row, ours: Hamlet.objects.bulk_update([row], ["name"]),
    "give ours away": lambda row, ours: Hamlet.objects.update(unit=row.unit),
    "give ours away by id": lambda row, ours: Hamlet.objects.update(unit_id=row.unit_id),
    "give ours away by expression": lambda row, ours: Hamlet.objects.update(unit_id=F("unit_id") + 1),
    "delete a copy of it": lambda row, ours: Hamlet(pk=row.pk, unit=ours).delete(),
    "refer to it": lambda row, ours: Leaflet.objects.create(unit=ours, hamlet=row),
    "refer to it by id": lambda row, ours: Leaflet(unit=ours, hamlet_id=row.pk).save(),
    "bulk refer to it": lambda row, ours: Leaflet.objects.bulk_create([Leaflet(unit=ours, hamlet=row)]),
    "update to refer to it": lambda row, ours: Leaflet.objects.update(hamlet=row),
    "update to refer to it by id": lambda row, ours: Leaflet.objects.update(hamlet_id=row.pk),
    "update to refer by expression": lambda row, ours: Leaflet.objects.update(hamlet_id=F("pk") * 0 + row.pk),
    "change a reference to it": lambda row, ours: _refer(row),
    "bulk change a reference": lambda row, ours: _refer(row, bulk=True),
    "adopt our leaflets": lambda row, ours: row.leaflets.add(Leaflet.objects.get()),
    "adopt by set": lambda row, ours: row.leaflets.set([Leaflet.objects.get()]),
    "create beside it": lambda row, ours: row.leaflets.create(unit=ours),
    "create beside it in its unit": lambda row, ours: row.leaflets.create(unit=row.unit),
    "read by hand": lambda row, ours: list(Hamlet.objects.raw("SELECT * FROM units_hamlet")),
}


def _stolen(row: Hamlet, ours) -> Hamlet:
    row.unit = ours
    row.name = "Cướp"
    return row


def _refer(row: Hamlet, *, bulk: bool = False) -> None:
    leaflet = Leaflet.objects.get()
    leaflet.hamlet = row
    if bulk:
        Leaflet.objects.bulk_update([leaflet], ["hamlet"])
    else:
        leaflet.save()


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_write_across_units_is_refused_and_changes_nothing(hamlets, ours, attack):
    with everything("test data"):
        leaflet = Leaflet.objects.create(unit=ours, hamlet=hamlets[0])
    before = stored()
    with use_scope(scope_of(ours)), refused():
        attack(hamlets[1], ours)
    assert stored() == before
    with everything("to look"):
        assert list(Leaflet.objects.values_list("pk", "hamlet")) == [(leaflet.pk, hamlets[0].pk)]


def test_bulk_writes_touch_our_rows_only(hamlets, ours):
    with use_scope(scope_of(ours)):
        assert Hamlet.objects.update(name="Sen Nam") == 1
        row = Hamlet.objects.get()
        row.name = "Sen Bắc"
        assert (
            Hamlet.objects.bulk_update([row, Hamlet(pk=hamlets[1].pk, unit=ours, name="Cướp")], ["name"]) == 1
        )
        assert [name for _pk, _unit, name in stored()] == ["Sen Bắc", "Cọ Tây"]
        assert Hamlet.objects.all().delete() == (1, {"units.Hamlet": 1})
    assert [name for _pk, _unit, name in stored()] == ["Cọ Tây"]


def test_checking_many_rows_takes_one_query_a_relation(hamlets, ours, django_assert_num_queries):
    with use_scope(scope_of(ours)):
        with django_assert_num_queries(2):
            Leaflet.objects.bulk_create([Leaflet(unit=ours, hamlet_id=hamlets[0].pk) for _n in range(50)])
        mixed = [Leaflet(unit=ours, hamlet=hamlet) for hamlet in hamlets]
        with refused():
            Leaflet.objects.bulk_create(mixed)
        assert Leaflet.objects.count() == 50


def test_a_row_at_hand_tells_by_itself_where_it_was_stored(hamlets, ours, django_assert_num_queries):
    with use_scope(scope_of(ours)):
        with django_assert_num_queries(1):
            Leaflet.objects.create(unit=ours, hamlet=hamlets[0])
        hamlets[1].unit = ours  # said in memory only
        with refused():
            Leaflet.objects.create(unit=ours, hamlet=hamlets[1])
        hamlets[0].pk = hamlets[1].pk
        with refused():
            Leaflet.objects.create(unit=ours, hamlet=hamlets[0])


def test_our_own_rows_are_written_freely(hamlets, ours):
    with use_scope(scope_of(ours)):
        hamlet = Hamlet.objects.create(unit=ours, kind=HamletKind.AP, name="Mới")
        leaflet = Leaflet.objects.create(unit=ours, hamlet=hamlet)
        hamlets[0].leaflets.add(leaflet)
        leaflet.refresh_from_db()
        assert leaflet.hamlet == hamlets[0]
        Leaflet.objects.update(hamlet=hamlet)
        assert hamlet.leaflets.get() == leaflet
        leaflet.hamlet = None
        leaflet.save(update_fields=["hamlet"])
        hamlet.delete()
        assert list(Hamlet.objects.all()) == [hamlets[0]]


def test_visitors_see_what_is_live_and_write_nothing(hamlets, ours, theirs):
    with everything("test data"):
        shown = Leaflet.objects.create(unit=ours, title="shown", live=True)
        draft = Leaflet.objects.create(unit=ours, title="draft")
        Leaflet.objects.create(unit=theirs, title="elsewhere", live=True)
    with use_scope(public(ours.pk)):
        assert list(Leaflet.objects.all()) == [shown]
        with pytest.raises(Leaflet.DoesNotExist):
            draft.refresh_from_db()
        assert Leaflet.objects.update(title="x") == 0
        assert Leaflet.objects.all().delete() == (0, {})
        for write in (shown.save, shown.delete, Leaflet(unit=ours).save):
            with refused():
                write()
    with use_scope(scope_of(ours)):
        assert set(Leaflet.objects.all()) == {shown, draft}


def test_a_scope_without_units_shows_nothing(hamlets):
    with use_scope(Scope(acting=None, readable=frozenset(), writable=frozenset())):
        assert list(Hamlet.objects.all()) == []
        assert Hamlet.objects.count() == 0
        assert Hamlet.objects.update(name="x") == 0


def test_scopes_nest_and_the_outer_one_comes_back_even_after_an_error(ours, theirs):
    with use_scope(scope_of(ours)) as outer:
        with use_scope(scope_of(theirs)) as inner:
            assert current_scope() is inner
        with suppress(RuntimeError), use_scope(scope_of(theirs)):
            raise RuntimeError
        assert current_scope() is outer
    with pytest.raises(NoScope):
        current_scope()


def test_another_thread_has_no_scope_until_it_sets_one(ours, theirs):
    seen = []

    def work():
        try:
            current_scope()
        except NoScope:
            seen.append("none")
        with use_scope(scope_of(theirs)):
            seen.append(current_scope().acting)

    with use_scope(scope_of(ours)):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert current_scope().acting == ours.pk
    assert seen == ["none", theirs.pk]


def test_the_check_refuses_unscoped_managers_and_unguarded_relations(hamlets):
    class Sign(ScopedModel):
        everywhere = models.Manager()
        hamlets = models.ManyToManyField(Hamlet, related_name="+")

        class Meta:
            app_label = "leaflets"

    assert [error.id for error in scope_errors(Sign)] == ["units.E001", "units.E002"]
    assert not list(scope_errors(Leaflet))


def test_a_mixin_in_front_does_not_unscope_the_base_manager():
    class Mixin(models.Model):
        class Meta:
            abstract = True

    class Poster(Mixin, ScopedModel):  # noqa: DJ008 - never shown
        class Meta:
            app_label = "leaflets"

    assert not list(scope_errors(Poster))


def test_integrity_errors_are_database_errors():
    assert issubclass(IntegrityError, REFUSALS)
