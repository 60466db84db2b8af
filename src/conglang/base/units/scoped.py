"""Models that belong to a unit: every query is narrowed when it runs, every save is checked.

The narrowing is a lookup that asks for the scope while SQL is written, not while the queryset is built,
because forms and viewsets build querysets at import time and keep them for all later requests.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.lookups import Lookup

from conglang.base.units.scope import ForeignUnit, Scope, current_scope

SQL = tuple[str, list[Any]]
M = TypeVar("M", bound="ScopedModel", covariant=True)
if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup  # generic in the stubs only


class _UnitLookup(AnyLookup):
    """`unit__<name>=True`: the unit's id is among those that the running scope names."""

    prepare_rhs = False

    def ids(self, scope: Scope) -> frozenset[int] | None:
        raise NotImplementedError

    def as_sql(self, compiler: Any, connection: Any) -> SQL:
        ids = self.ids(current_scope())
        if ids is None:
            return "1=1", []
        if not ids:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        marks = ", ".join(["%s"] * len(ids))
        return f"{column} IN ({marks})", [*params, *sorted(ids)]


@models.ForeignKey.register_lookup
class InReadable(_UnitLookup):
    lookup_name = "in_readable"

    def ids(self, scope: Scope) -> frozenset[int] | None:
        return scope.readable


@models.ForeignKey.register_lookup
class InWritable(_UnitLookup):
    lookup_name = "in_writable"

    def ids(self, scope: Scope) -> frozenset[int] | None:
        return scope.writable


@models.BooleanField.register_lookup
class Shown(AnyLookup):
    """`live__shown=True`: for visitors only live rows exist; officials see drafts too."""

    lookup_name = "shown"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> SQL:
        if not current_scope().live_only:
            return "1=1", []
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = %s", [*params, True]


class ScopedQuerySet(models.QuerySet[M]):
    """Bulk writes stay inside the writable units as well."""

    def update(self, **values: Any) -> int:
        unit = values.get("unit", values.get("unit_id"))
        if unit is not None:
            _refuse_foreign(getattr(unit, "pk", unit))
        return super(ScopedQuerySet, self.filter(unit__in_writable=True)).update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        return super(ScopedQuerySet, self.filter(unit__in_writable=True)).delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            row.check_scope()
        return super().bulk_create(rows, *args, **kwargs)


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]  # built at run time
    """Only rows of readable units; in a visitor's scope only live ones."""

    def get_queryset(self) -> ScopedQuerySet[Any]:
        rows = super().get_queryset().filter(unit__in_readable=True)
        if any(field.name == "live" for field in self.model._meta.concrete_fields):
            rows = rows.filter(live__shown=True)
        return rows


class ScopedModel(models.Model):
    """A row that belongs to a unit."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", editable=False)

    objects = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        row = super().from_db(db, field_names, values)
        row.__dict__["_checked_relations"] = row._scoped_relations()
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_scope()
        super().save(*args, **kwargs)
        self.__dict__["_checked_relations"] = self._scoped_relations()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_foreign(self.unit_id)
        return super().delete(*args, **kwargs)

    def check_scope(self) -> None:
        """Raise ForeignUnit for a row, or a relation to a row, outside the scope."""
        _refuse_foreign(self.unit_id)
        known = self.__dict__.get("_checked_relations", {})
        for name, pk in self._scoped_relations().items():
            if pk is None or known.get(name) == pk:
                continue
            target = self._meta.get_field(name).related_model
            if not target.objects.filter(pk=pk).exists():
                raise ForeignUnit(f"{self._meta.label}.{name}: no such row in this scope")

    def _scoped_relations(self) -> dict[str, Any]:
        return {
            field.name: self.__dict__[field.attname]
            for field in self._meta.concrete_fields
            if field.is_relation
            and isinstance(field.related_model, type)
            and issubclass(field.related_model, ScopedModel)
            and field.attname in self.__dict__
        }

    def _do_update(self, base_qs: Any, *args: Any) -> bool:
        # The stored row decides, not the one in memory: a row read from a neighbour and given our unit,
        # or a new row given a neighbour's key, matches nothing here.
        return super()._do_update(base_qs.filter(unit__in_writable=True), *args)  # type: ignore[misc]


def _refuse_foreign(unit_id: int | None) -> None:
    if not current_scope().may_write(unit_id):
        raise ForeignUnit(f"unit {unit_id} is outside the writable units")
