"""Reads of the tree of units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from conglang.base.units.models import (
    Custody,
    CustodyKind,
    HostRedirect,
    Naming,
    Site,
    Unit,
    UnitLevel,
)
from conglang.base.units.rules import host_label, province_host
from conglang.base.units.scope import Scope, public

# one statement for all generations: every public page asks it
_OLDER = """SELECT id FROM (
    WITH RECURSIVE older (id) AS (
        SELECT "old_id" FROM "units_succession" WHERE "new_id" = %s
        UNION
        SELECT young."old_id" FROM "units_succession" AS young JOIN older ON young."new_id" = older.id
    )
    SELECT id FROM older
) AS all_older"""


def public_scope(unit: Unit) -> Scope:
    """What visitors of the unit's site may read: its live rows, its ancestors' and its predecessors'.

    Predecessors count transitively and also when only a part of them went into the unit.
    """
    return public(unit.pk, *unit.ancestor_ids, *predecessor_ids(unit.pk))


def predecessor_ids(unit_id: int) -> frozenset[int]:
    """Keys of all units, of every generation, that went wholly or partly into the unit."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDER, [unit_id])
        return frozenset(older for (older,) in cursor) - {unit_id}


def descendants(unit: Unit) -> QuerySet[Unit]:
    """All units below the unit, of every level and time; the unit itself is not among them."""
    return Unit.objects.filter(lineage__startswith=unit.below)


def units_in_force(on: date) -> QuerySet[Unit]:
    """The units that exist on the day."""
    return Unit.objects.filter(_covers(on))


def unit_with_code(code: str, on: date) -> Unit:
    """The unit that bears the code on the day. Raises Unit.DoesNotExist."""
    return units_in_force(on).get(code=code)


def name_on(unit: Unit, day: date) -> Naming:
    """The kind and name that the unit bore on a day of its life."""
    former = unit.former_names.filter(valid_to__gt=day).order_by("valid_to").first()
    return former.naming if former else unit.naming


def reach(holder_id: int, kinds: Iterable[CustodyKind], on: date) -> frozenset[int]:
    """Keys of the units in the holder's custody of these kinds on the day; its own key is not added."""
    rows = Custody.objects.filter(_covers(on), holder=holder_id, kind__in=list(kinds)).select_related("unit")
    reached = {row.unit_id for row in rows}
    below = Q(pk__in=())
    for row in rows:
        if row.with_descendants:
            below |= Q(lineage__startswith=row.unit.below)
    if below:
        reached.update(Unit.objects.filter(below).values_list("pk", flat=True))
    return frozenset(reached)


@dataclass(frozen=True, slots=True)
class Collisions:
    """What stands in the way of a proposed host: other units with that host, and a site that has it."""

    units: tuple[Unit, ...]
    site: Site | None

    def __bool__(self) -> bool:
        return bool(self.units) or self.site is not None


def propose_host(unit: Unit) -> str:
    """`tenxa.tentinh.gov.vn` as Decree 224/2026, article 11.4, has it; people decide on it."""
    if unit.parent is None:
        return province_host(unit.code, unit.name)
    return f"{host_label(unit.name)}.{propose_host(unit.parent)}"


def collisions(unit: Unit, on: date) -> Collisions:
    """Why the proposed host cannot simply be taken: namesakes without accents, or a site of another unit."""
    siblings = units_in_force(on).filter(parent=unit.parent_id).exclude(pk=unit.pk)
    if unit.level == UnitLevel.PROVINCE:
        siblings = siblings.filter(level=UnitLevel.PROVINCE)
    label = host_label(unit.name)
    site = host_owner(propose_host(unit))
    return Collisions(
        units=tuple(other for other in siblings if host_label(other.name) == label),
        site=site if site and site.unit_id != unit.pk else None,
    )


def host_owner(host: str) -> Site | None:
    """The site that answers at a host or that the host redirects to."""
    site = Site.objects.select_related("unit").filter(host=host).first()
    if site:
        return site
    moved = HostRedirect.objects.select_related("site__unit").filter(host=host).first()
    return moved.site if moved else None


def _covers(day: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))
