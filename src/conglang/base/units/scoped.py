"""Models that belong to a unit: every query is narrowed when it runs, every save is checked.

The narrowing is a lookup that asks for the scope while SQL is written, not while the queryset is built,
because forms and viewsets build querysets at import time and keep them for all later requests.

It covers the rows that a query returns, counts or changes. Rows joined in a filter or an annotation are not
narrowed of themselves: a visitor's `Count("articles")` needs a filter on `live` of its own.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.expressions import BaseExpression
from django.db.models.lookups import Lookup
from django.db.models.signals import class_prepared
from django.dispatch import receiver

from conglang.base.units.scope import ForeignUnit, Scope, current_scope

SQL = tuple[str, tuple[Any, ...]]
M_co = TypeVar("M_co", bound="ScopedModel", covariant=True)
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
            return "1=1", ()
        if not ids:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        marks = ", ".join(["%s"] * len(ids))
        return f"{column} IN ({marks})", (*params, *sorted(ids))


@models.ForeignKey.register_lookup
class InReadable(_UnitLookup):
    """`unit__in_readable=True`."""

    lookup_name = "in_readable"

    def ids(self, scope: Scope) -> frozenset[int] | None:
        return scope.readable


@models.ForeignKey.register_lookup
class InWritable(_UnitLookup):
    """`unit__in_writable=True`."""

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
            return "1=1", ()
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = %s", (*params, True)


class ScopedQuerySet(models.QuerySet[M_co]):
    """Bulk writes stay inside the writable units as well."""

    def update(self, **values: Any) -> int:
        """Change the writable ones of these rows. Raises ForeignUnit for a foreign unit or relation."""
        if "unit" in values or "unit_id" in values:
            unit = values.get("unit", values.get("unit_id"))
            _refuse_foreign(getattr(unit, "pk", unit))
        for field in scoped_relations(self.model):
            target = values.get(field.name, values.get(field.attname))
            if not isinstance(target, BaseExpression):
                _refuse_foreign_targets(field, {getattr(target, field.target_field.attname, target)})
            elif current_scope().writable is not None:
                raise ForeignUnit(f"{field}: an expression may name any row; update with a value")
        return super(ScopedQuerySet, self.filter(unit__in_writable=True)).update(**values)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Change the writable ones of these rows. Raises ForeignUnit as `save` does."""
        rows = list(objs)
        check_rows(rows)
        # Django writes expressions here, which our `update` cannot look into; the rows have been looked into.
        writable: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db)
        return writable.filter(unit__in_writable=True).bulk_update(rows, fields, batch_size)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the writable ones of these rows."""
        return super(ScopedQuerySet, self.filter(unit__in_writable=True)).delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[M_co]:
        """Insert the rows. Raises ForeignUnit as `save` does, and for an insert that might overwrite."""
        rows = list(objs)
        if kwargs.get("update_conflicts") and current_scope().writable is not None:
            raise ForeignUnit("the row in conflict may be a neighbour's; look it up first")
        check_rows(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """SQL of one's own. Raises ForeignUnit except in `everything(...)`, because nothing can narrow it."""
        if current_scope().readable is not None:
            raise ForeignUnit("SQL written by hand is not narrowed to the scope")
        return super().raw(*args, **kwargs)


@cache
def _narrowed(rows: type[models.QuerySet[Any]], model: type[models.Model]) -> Any:
    """What every query of the model begins with; composed once, as the scope is asked for in writing SQL."""
    narrowed = rows(model).filter(unit__in_readable=True)
    if any(field.name == "live" for field in model._meta.concrete_fields):
        narrowed = narrowed.filter(live__shown=True)
    return narrowed


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]  # built at run time
    """Only rows of readable units; in a visitor's scope only live ones."""

    def get_queryset(self) -> Any:
        rows = _narrowed(self._queryset_class, self.model).using(self._db)
        rows._add_hints(**self._hints)
        return rows


class ScopedModel(models.Model):
    """A row that belongs to a unit."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", editable=False)

    objects = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        """The row, with its relations taken as they are: they were checked when they were written."""
        row = super().from_db(*args, **kwargs)
        row._remember_relations()
        return row

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Insert or update; every way of saving one row ends here. Raises ForeignUnit."""
        self.check_scope()
        super().save_base(*args, **kwargs)
        self._remember_relations()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row. Raises ForeignUnit when the stored row is not writable, whatever memory says."""
        _refuse_foreign(self.unit_id)
        stored = type(self)._base_manager.filter(pk=self.pk)
        if self.pk is not None and not stored.filter(unit__in_writable=True).exists():
            raise ForeignUnit(f"{self._meta.label} {self.pk}: no such row among the writable ones")
        return super().delete(*args, **kwargs)

    def check_scope(self) -> None:
        """Raise ForeignUnit for a row, or a relation to a row, outside the scope."""
        check_rows([self])

    def changed_relation(self, field: Any) -> Any:
        """The key that a foreign key holds if it is not known to be checked already, else None."""
        key = self.__dict__.get(field.attname)
        if self.__dict__.get("_checked_relations", {}).get(field.name) == key:
            return None
        # a row at hand tells by itself where it was stored, whatever was set in memory since
        target = field.get_cached_value(self, default=None)
        stored = target.__dict__.get("_stored") if isinstance(target, ScopedModel) else None
        is_at_hand = stored is not None and stored[0] == key and current_scope().may_read(stored[1])
        return None if is_at_hand else key

    def trust_relations_of(self, stored: "ScopedModel") -> None:
        """Take for checked what the same row has stored; other relations are checked when this is saved."""
        self.__dict__["_checked_relations"] = dict(stored.__dict__.get("_checked_relations", {}))

    def _remember_relations(self) -> None:
        # deferred columns are not read for this
        if self._meta.pk.attname in self.__dict__ and "unit_id" in self.__dict__:
            self.__dict__["_stored"] = (self.pk, self.unit_id)
        self.__dict__["_checked_relations"] = {
            field.name: self.__dict__[field.attname]
            for field in scoped_relations(type(self))
            if field.attname in self.__dict__
        }

    def _do_update(self, base_qs: Any, *args: Any) -> Any:
        # The stored row decides, not the one in memory: a row read from a neighbour and given our unit,
        # or a new row given a neighbour's key, matches nothing here.
        return super()._do_update(base_qs.filter(unit__in_writable=True), *args)


def scoped_relations(model: type[models.Model]) -> Sequence[Any]:
    """The foreign keys of a model that lead to rows of units."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, ScopedModel)
    ]


def check_rows(rows: Sequence[ScopedModel]) -> None:
    """Raise ForeignUnit for a row or a changed relation outside the scope; one query a relation."""
    for unit_id in {row.unit_id for row in rows}:
        _refuse_foreign(unit_id)
    for field in scoped_relations(type(rows[0])) if rows else ():
        changed = {row.changed_relation(field) for row in rows}
        _refuse_foreign_targets(field, changed)


def _refuse_foreign(unit_id: int | None) -> None:
    if not current_scope().may_write(unit_id):
        raise ForeignUnit(f"unit {unit_id} is outside the writable units")


def _refuse_foreign_targets(field: Any, keys: Collection[Any]) -> None:
    wanted = {field.target_field.to_python(key) for key in keys} - {None}
    if wanted:
        attname = field.target_field.attname
        if field.related_model._base_manager.filter(**{f"{attname}__in": wanted}).count() != len(wanted):
            raise ForeignUnit(f"{field}: no such row in this scope")


@receiver(class_prepared)
def _scope_base_manager(sender: type[models.Model], **_kwargs: Any) -> None:
    # Django follows foreign keys, refreshes rows and adds related rows through the base manager. It is found
    # by the order of base classes, where a mixin would hide ours; given in Meta it would enter migrations.
    if issubclass(sender, ScopedModel) and not sender._meta.abstract:
        sender._meta.base_manager_name = "objects"
        sender._meta.__dict__.pop("base_manager", None)  # Django's cache
