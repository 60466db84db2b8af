"""Reads for the desk's lists, the public pages and the import."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.units.models import Department, Hamlet
from conglang.content.directory.models import (
    Business,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    OfficialGroup,
    ReceptionDesk,
)
from conglang.kernel.text import collation_key, fold
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage

MOST_WORDS = 12


def entries(model: type[Entry], related: Sequence[str] = ()) -> QuerySet[Any]:
    """Entries of the scope, newest first, each with its `stage`."""
    kind = ContentType.objects.get_for_model(model)
    reviews = Review.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("stage")
    rows: Any = model.objects
    found: QuerySet[Any] = rows.select_related("unit", *related)
    found = found.annotate(stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value)))
    return found.order_by("-pk")


def with_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those that have every word, marks and capitals aside."""
    for word in fold(text[:200]).split()[:MOST_WORDS]:
        rows = rows.filter(folded__contains=word)
    return rows


def stage_counts(model: type[Entry]) -> dict[str, int]:
    """How many entries of the scope stand at each stage."""
    rows = entries(model).order_by().values_list("stage").annotate(number=Count("pk"))
    return dict(rows)


def people(unit_ids: Sequence[int]) -> list[Official]:
    """People of the units in the order of lists: leaders by rank, then by given name."""
    rows = Official.objects.filter(unit__in=unit_ids).select_related("department", "hamlet", "portrait")
    return sorted(rows, key=lambda row: row.place_in_lists)


def leaders(found: Sequence[Official]) -> list[Official]:
    """The leaders among people."""
    return [each for each in found if each.group == OfficialGroup.LEADER]


def departments(unit_ids: Sequence[int], found: Sequence[Official]) -> list[Department]:
    """Departments that have a page or people, in the unit's order."""
    keys = {each.department_id for each in found} - {None}
    keys |= set(DepartmentPage.objects.filter(unit__in=unit_ids).values_list("department", flat=True))
    return list(Department.objects.filter(pk__in=keys))


def hamlets(unit_ids: Sequence[int], found: Sequence[Official]) -> list[Hamlet]:
    """Hamlets that have a page or people, as Vietnamese lists have them."""
    keys = {each.hamlet_id for each in found} - {None}
    keys |= set(HamletPage.objects.filter(unit__in=unit_ids).values_list("hamlet", flat=True))
    return sorted(Hamlet.objects.filter(pk__in=keys), key=lambda row: collation_key(row.name))


def reception_desks(unit_ids: Sequence[int]) -> list[ReceptionDesk]:
    """Where citizens are received."""
    return list(ReceptionDesk.objects.filter(unit__in=unit_ids).order_by("pk"))


def businesses(unit_ids: Sequence[int]) -> list[Business]:
    """Businesses and producers, as Vietnamese lists have them."""
    rows = Business.objects.filter(unit__in=unit_ids).select_related("hamlet", "picture")
    return sorted(rows, key=lambda row: collation_key(row.name))
