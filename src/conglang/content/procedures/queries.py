"""Reads of the catalogue. A province's catalogue is public knowledge in every unit below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.units.models import Site, Unit, UnitLevel
from conglang.base.units.queries import descendants, units_in_force
from conglang.base.units.scope import everything
from conglang.content.procedures.models import (
    FormerCode,
    ImportLine,
    LocalNote,
    Procedure,
    ProcedureImport,
)
from conglang.content.procedures.rules import Content, content_of, missing_parts
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage


def keeper_id(unit: Unit) -> int:
    """The unit whose catalogue counts in a unit: the highest above it."""
    return unit.ancestor_ids[-1] if unit.ancestor_ids else unit.pk


def of_level(unit: Unit) -> Q:
    """Which procedures a unit has to post: a province all of its catalogue, a commune those of communes."""
    return Q() if unit.level == UnitLevel.PROVINCE else Q(at_commune=True)


def posted(unit: Unit) -> QuerySet[Procedure]:
    """The procedures in force that the unit's site shows, all of them: none can be hidden."""
    rows: QuerySet[Procedure] = Procedure.objects.filter(
        of_level(unit), unit=keeper_id(unit), repealed_at=None
    )
    return rows


def at_code(unit: Unit, code: str) -> Procedure | None:
    """The procedure that bears the code, or once bore it; repealed ones are found too."""
    rows = Procedure.objects.filter(of_level(unit), unit=keeper_id(unit))
    found: Procedure | None = rows.filter(code=code).first()
    if found is None:
        former = FormerCode.objects.filter(unit=keeper_id(unit), code=code).first()
        found = rows.filter(pk=former.procedure_id).first() if former else None
    return found


def in_force(unit_id: int) -> dict[str, Content]:
    """What a province's catalogue holds now, by code."""
    rows = Procedure.objects.filter(unit=unit_id, repealed_at=None)
    return {row.code: row.parts for row in rows}


def imports(unit_id: int) -> QuerySet[ProcedureImport]:
    """The imports of a province, the newest first."""
    rows: QuerySet[ProcedureImport] = ProcedureImport.objects.filter(unit=unit_id)
    return rows.select_related("proposed_by", "confirmed_by")


def change_counts(batch: ProcedureImport) -> dict[str, int]:
    """How many lines of an import are of each change."""
    rows = ImportLine.objects.filter(batch=batch).order_by().values_list("change")
    return dict(rows.annotate(number=Count("pk")))


def shown_at(unit: Unit, code: str) -> Procedure | None:
    """As `at_code`, for people at the desk, whose scope ends at their own unit."""
    with everything("the catalogue of a province is public in all its units"):
        return at_code(unit, code)


def notes(unit_id: int) -> QuerySet[LocalNote]:
    """The unit's notes, that on all procedures first, each with its `stage`."""
    kind = ContentType.objects.get_for_model(LocalNote)
    reviews = Review.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[LocalNote] = LocalNote.objects.filter(unit=unit_id)
    rows = rows.annotate(stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value)))
    return rows.order_by("procedure_name", "pk")


def notes_on(unit_id: int, procedure: Procedure) -> list[LocalNote]:
    """What the unit adds to a procedure, then what it says of all."""
    about = Q(procedure_uid=procedure.uid) | Q(procedure_uid=None)
    rows = LocalNote.objects.filter(about, unit=unit_id, live=True).select_related("picture")
    return sorted(rows, key=lambda row: row.procedure_uid is None)


@dataclass(frozen=True)
class Missing:
    """A procedure that is not posted as the law wants it, with the parts that it lacks."""

    code: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """Of the procedures that a unit has to post: how many stand on its site, whole."""

    unit: Unit
    due: int
    has_site: bool
    missing: Sequence[Missing]

    @property
    def count(self) -> int:
        """How many are posted."""
        return self.due - len(self.missing) if self.has_site else 0

    @property
    def percent(self) -> int:
        """The share in full percent, rounded down: 100 means all."""
        return self.count * 100 // self.due if self.due else 0


def coverage(unit: Unit) -> Coverage:
    """The figure of one unit."""
    with everything("the catalogue of a province is public in all its units"):
        rows = list(posted(unit).values_list("code", "name", "content"))
    return _covered(unit, rows, has_site=Site.objects.filter(unit=unit).exists())


def coverage_below(unit: Unit, on: date) -> list[Coverage]:
    """The figure of every unit below that exists on the day; what lacks is the same for all."""
    below = units_in_force(on).filter(pk__in=descendants(unit), level=UnitLevel.COMMUNE)
    with everything("the catalogue of a province is public in all its units"):
        rows = Procedure.objects.filter(unit=keeper_id(unit), repealed_at=None, at_commune=True)
        whole = _covered(unit, list(rows.values_list("code", "name", "content")), has_site=True)
    sites = set(Site.objects.filter(unit__in=below).values_list("unit", flat=True))
    return [Coverage(each, whole.due, each.pk in sites, whole.missing) for each in below]


def _covered(unit: Unit, rows: Sequence[tuple[str, str, dict[str, Any]]], *, has_site: bool) -> Coverage:
    lacking = [(code, name, missing_parts(content_of(stored))) for code, name, stored in rows]
    missing = [Missing(code, name, tuple(parts)) for code, name, parts in lacking if parts]
    return Coverage(unit, len(rows), has_site, missing)
