"""What rooms show in the sections of a site that hold no items of their own.

The portal puts the leaders, the departments, the procedures and the postings there. A section that readers
find full must not be called empty.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.db.models import Count, Max, Q

from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.content.directory.models import DepartmentPage, Official, OfficialGroup
from conglang.content.postings.catalogue import kinds
from conglang.content.postings.models import Posting
from conglang.content.procedures.findable import SECTION as PROCEDURES
from conglang.content.procedures.models import Procedure
from conglang.content.procedures.queries import keeper_id
from conglang.kernel.clock import local_day

Key = tuple[int, str]  # unit, key of a section
Held = tuple[int, date | None]  # how many, and the day of the newest; None where age means nothing
_LEADS = Q(group=OfficialGroup.LEADER)
_PEOPLE = {
    "leaders": _LEADS,
    "spokesperson": Q(is_spokesperson=True),
    "organisation": _LEADS | Q(department__isnull=False),
}


def shown_by_rooms(units: Mapping[int, Unit]) -> dict[Key, Held]:
    """What stands in sections of these communes beside their items; four queries, however many they are."""
    found: dict[Key, tuple[int, date]] = {}
    for key, number, newest in (*_people(units), *_departments(units), *_postings(units)):
        known, day = found.get(key, (0, newest))
        found[key] = known + number, max(day, newest)
    return {**found, **_procedures(units)}


def _people(ids: Collection[int]) -> Iterator[tuple[Key, int, date]]:
    counts = {key: Count("pk", filter=wanted) for key, wanted in _PEOPLE.items()}
    days = {f"{key}_at": Max("last_published_at", filter=wanted) for key, wanted in _PEOPLE.items()}
    rows = Official.objects.filter(unit__in=ids, live=True).order_by().values("unit_id")
    for row in rows.annotate(**counts, **days):
        for key in _PEOPLE:
            if row[key]:
                yield (row["unit_id"], key), row[key], local_day(row[f"{key}_at"])


def _departments(ids: Collection[int]) -> Iterator[tuple[Key, int, date]]:
    rows = DepartmentPage.objects.filter(unit__in=ids, live=True).order_by().values_list("unit_id")
    for unit_id, number, at in rows.annotate(Count("pk"), Max("last_published_at")):
        yield (unit_id, "organisation"), number, local_day(at)


def _postings(ids: Collection[int]) -> Iterator[tuple[Key, int, date]]:
    rows = Posting.objects.filter(unit__in=ids, live=True).order_by().values_list("unit_id", "kind")
    for unit_id, name, number, at in rows.annotate(Count("pk"), Max("last_published_at")):
        kind = kinds().get(name)
        if kind is not None and kind.section:
            yield (unit_id, kind.section), number, local_day(at)


def _procedures(units: Mapping[int, Unit]) -> dict[Key, Held]:
    keepers = {unit.pk: keeper_id(unit) for unit in units.values()}
    with everything("the catalogue of a province stands on the sites of all its communes"):
        rows = Procedure.objects.filter(unit__in=set(keepers.values()), at_commune=True, repealed_at=None)
        kept = dict(rows.order_by().values_list("unit_id").annotate(Count("pk")))
    # how old a province's catalogue is, no commune can change
    return {(pk, PROCEDURES): (kept[keeper], None) for pk, keeper in keepers.items() if keeper in kept}
