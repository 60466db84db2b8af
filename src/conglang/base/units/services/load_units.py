from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.catalogue import TWO_LEVELS_SINCE, Catalogue, Entry, legal_basis
from conglang.base.units.models import Succession, Unit, UnitLevel
from conglang.base.units.services.reclassify import reclassify
from conglang.kernel.clock import local_day
from conglang.kernel.text import same_text

BATCH = 500
Progress = Callable[[str, int], None]
T = TypeVar("T")


@dataclass(slots=True)
class Loaded:
    """How many rows a run added, and what it left alone although the files say otherwise."""

    units: int = 0
    successions: int = 0
    reclassified: int = 0
    differing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.units or self.successions or self.reclassified)


@transaction.atomic
def load_units(*, data: Catalogue, by: Authority, now: datetime, progress: Progress) -> Loaded:
    """Add the units of the files that are missing; rows that exist are never changed, only reported.

    `progress` is called with what is being added and how many rows of it are done. A repeated call adds
    nothing. Reclassifications come in when their day has come. Raises PermissionDenied unless `by` may
    manage the whole tree.
    """
    require_manage(by, None)
    loaded = Loaded()
    old = _load_tree(data.old, loaded, progress, valid_from=None, valid_to=TWO_LEVELS_SINCE)
    new = _load_tree(data.new, loaded, progress, valid_from=TWO_LEVELS_SINCE, valid_to=None)
    _load_successions(data, old, new, loaded, progress)
    _reclassify(data, new, loaded, by, now)
    if loaded:
        record(
            "units.loaded",
            None,
            by=by,
            now=now,
            units=loaded.units,
            successions=loaded.successions,
            reclassified=loaded.reclassified,
        )
    return loaded


def _load_tree(
    entries: Iterable[Entry],
    loaded: Loaded,
    progress: Progress,
    *,
    valid_from: date | None,
    valid_to: date | None,
) -> dict[str, Unit]:
    """The units of a tree by code, with the missing ones added level by level."""
    same_tree = Unit.objects.filter(valid_from=valid_from)
    if valid_to is not None:
        same_tree = same_tree.filter(valid_to=valid_to)
    units = {unit.code: unit for unit in same_tree.prefetch_related("former_names")}
    for level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE):
        of_level = [entry for entry in entries if entry.kind.level == level]
        loaded.differing += _differing(of_level, units)
        missing = [
            _unit(entry, units.get(entry.parent), valid_from, valid_to)
            for entry in of_level
            if entry.code not in units
        ]
        for batch in _batches(missing):
            units.update({unit.code: unit for unit in Unit.objects.bulk_create(batch)})
            loaded.units += len(batch)
            progress("units", loaded.units)
    return units


def _unit(entry: Entry, parent: Unit | None, valid_from: date | None, valid_to: date | None) -> Unit:
    level = entry.kind.level
    return Unit(
        level=level,
        kind=entry.kind,
        code=entry.code,
        name=entry.name,
        parent=parent,
        lineage=parent.below if parent else "/",
        valid_from=valid_from,
        valid_to=valid_to,
        legal_basis=legal_basis("units-2025", level) if valid_to is None else "",
    )


def _differing(entries: Iterable[Entry], units: dict[str, Unit]) -> list[str]:
    """Units whose stored name, at the birth of the tree, is not that of the files."""
    return [
        f"{entry.code} {first} ≠ {entry.name}"
        for entry in entries
        if entry.code in units and not same_text(first := _first_name(units[entry.code]), entry.name)
    ]


def _first_name(unit: Unit) -> str:
    return min(unit.former_names.all(), key=lambda former: former.valid_to, default=unit).name


def _load_successions(
    data: Catalogue, old: dict[str, Unit], new: dict[str, Unit], loaded: Loaded, progress: Progress
) -> None:
    present = set(Succession.objects.filter(on=TWO_LEVELS_SINCE).values_list("old_id", "new_id"))
    missing = [
        Succession(
            old=old[link.old],
            new=new[link.new],
            on=TWO_LEVELS_SINCE,
            part=link.part,
            legal_basis=legal_basis("successions-2025", old[link.old].level),
        )
        for link in data.links
        if (old[link.old].pk, new[link.new].pk) not in present
    ]
    for batch in _batches(missing):
        Succession.objects.bulk_create(batch)
        loaded.successions += len(batch)
        progress("successions", loaded.successions)


def _reclassify(
    data: Catalogue, units: dict[str, Unit], loaded: Loaded, by: Authority, now: datetime
) -> None:
    for row in data.reclassified:
        unit = units[row.code]
        known = any(former.valid_to >= row.on for former in unit.former_names.all())
        if known or row.on > local_day(now) or not unit.in_force(row.on):
            continue
        reclassify(unit=unit, naming=row.naming, on=row.on, legal_basis=row.legal_basis, by=by, now=now)
        loaded.reclassified += 1


def _batches(rows: Sequence[T]) -> Iterable[Sequence[T]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
