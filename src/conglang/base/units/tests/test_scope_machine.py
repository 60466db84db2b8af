"""Two units act on the same tables in any order; each must see exactly what a plain model says it wrote."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from conglang.base.units.models import Department, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.tests.conftest import found, scope_of
from conglang.base.units.tests.test_scope import refused

pytestmark = pytest.mark.postgres

UNITS = st.sampled_from([0, 1])
NAMES = st.text("abcđ", min_size=1, max_size=3)


class TwoUnits(RuleBasedStateMachine):
    rows = Bundle("rows")  # primary keys

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        province = found("98", UnitKind.PROVINCE, "Sông Mây")
        self.units = [found(f"9800{n}", UnitKind.COMMUNE, f"Xã {n}", province) for n in range(2)]
        self.model: dict[int, tuple[int, str]] = {}  # key → (unit, name)

    def teardown(self):
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def scope(self, unit):
        return use_scope(scope_of(self.units[unit]))

    def owns(self, unit, pk):
        return pk in self.model and self.model[pk][0] == unit

    def free(self, unit, name):
        return (unit, name) not in self.model.values()

    @rule(target=rows, unit=UNITS, name=NAMES)
    def create(self, unit, name):
        if not self.free(unit, name):
            return multiple()
        with self.scope(unit):
            row = Department.objects.create(unit=self.units[unit], name=name)
        self.model[row.pk] = (unit, name)
        return row.pk

    @rule(unit=UNITS, name=NAMES)
    def create_next_door(self, unit, name):
        with self.scope(unit), refused():
            Department.objects.create(unit=self.units[1 - unit], name=name)

    @rule(unit=UNITS, pk=rows, name=NAMES)
    def rename(self, unit, pk, name):
        if not self.free(unit, name):
            return
        with self.scope(unit):
            changed = Department.objects.filter(pk=pk).update(name=name)
        assert changed == self.owns(unit, pk)
        if changed:
            self.model[pk] = (unit, name)

    @rule(unit=UNITS, pk=rows, name=NAMES, through_bulk=st.booleans())
    def save_by_key(self, unit, pk, name, through_bulk):
        """Save a row made from nothing but a key that somebody learnt or guessed."""
        if not self.free(unit, name) or pk not in self.model:
            return
        row = Department(pk=pk, unit=self.units[unit], name=name)
        with self.scope(unit):
            if through_bulk:
                assert Department.objects.bulk_update([row], ["name", "unit"]) == self.owns(unit, pk)
            elif self.owns(unit, pk):
                row.save(force_update=True, update_fields=["name"])
            else:
                with refused():
                    row.save()
        if self.owns(unit, pk):
            self.model[pk] = (unit, name)

    @rule(unit=UNITS, pk=rows, whole_queryset=st.booleans())
    def delete(self, unit, pk, whole_queryset):
        with self.scope(unit):
            if whole_queryset:
                deleted, _ = Department.objects.filter(pk=pk).delete()
                assert deleted == self.owns(unit, pk)
            elif self.owns(unit, pk):
                Department(pk=pk, unit=self.units[unit]).delete()
            else:
                with refused():
                    Department(pk=pk, unit=self.units[unit]).delete()
        if self.owns(unit, pk):
            del self.model[pk]

    @rule(unit=UNITS, pk=rows)
    def give_away(self, unit, pk):
        with self.scope(unit), refused():
            Department.objects.filter(pk=pk).update(unit=self.units[1 - unit])

    @invariant()
    def each_sees_its_own(self):
        for unit in (0, 1):
            with self.scope(unit):
                seen = dict(Department.objects.values_list("pk", "name"))
            assert seen == {pk: name for pk, (owner, name) in self.model.items() if owner == unit}

    @invariant()
    def nothing_else_is_stored(self):
        with everything("to compare"):
            assert Department.objects.count() == len(self.model)


def test_two_units_never_meet(db):
    run_state_machine_as_test(
        TwoUnits, settings=settings(max_examples=60, stateful_step_count=25, deadline=None)
    )
