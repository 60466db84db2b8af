"""Reads for the desk, the public pages and the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.duties.models import Duty
from conglang.base.duties.queries import chain_of, duties_about, terms
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scope import Scope
from conglang.citizens.consultations.models import Consultation, Opinion, Outcome, State
from conglang.citizens.consultations.rules import WHOLE, Section, Stance, suppressed
from conglang.kernel.calendar import CalendarDays
from conglang.kernel.rules import Bound, NoRuleInForce
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage

DUTY_KEY = "respond"
LEAST, RESULT = ("CONSULT_MIN",), ("CONSULT_RESULT",)


def of_sender(unit_id: int) -> Scope:
    """Whoever speaks writes in this unit and nowhere else."""
    own = frozenset({unit_id})
    return Scope(acting=unit_id, readable=own, writable=own)


@dataclass(frozen=True, slots=True)
class Least:
    """How many days people have at least, and where that is written."""

    days: int
    basis: str


def least_days(unit: Unit, on: date) -> Least | None:
    """The longest term that holds for a unit on a day; None where the law has none."""
    try:
        held = terms(chain_of(unit), LEAST, on, Bound.AT_LEAST)
    except NoRuleInForce:
        return None
    found = [rule for rule in held if isinstance(rule.value, CalendarDays)]
    rule = max(found, key=lambda each: each.size, default=None)
    return Least(rule.size, rule.legal_basis.cite()) if rule else None


def register() -> QuerySet[Any]:
    """Consultations of the scope, the latest first, each with its `stage`, without texts."""
    kind = ContentType.objects.get_for_model(Consultation)
    reviews = Review.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[Any] = Consultation.objects.select_related("unit").defer("text")
    found: QuerySet[Any] = rows.annotate(stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value)))
    return found.order_by("-opens_on", "-pk")


def published(unit_ids: Sequence[int]) -> QuerySet[Consultation]:
    """Public consultations of the units, the latest first, without texts."""
    rows: QuerySet[Consultation] = Consultation.objects.filter(unit__in=unit_ids, live=True)
    outcomes = Outcome.objects.filter(consultation=OuterRef("pk"), live=True)
    rows = rows.annotate(is_answered=Exists(outcomes))  # type: ignore[no-redef]  # fills the property
    return rows.select_related("unit").defer("text").order_by("-opens_on", "-pk")


def outcome_of(consultation: Consultation) -> Outcome | None:
    """What became of the opinions, public or not; a visitor's scope shows the public one."""
    found: Outcome | None = Outcome.objects.filter(consultation=consultation.pk).first()
    return found


def opinions_on(consultation: Consultation) -> QuerySet[Opinion]:
    """Everything that was said, as it came."""
    rows: QuerySet[Opinion] = Opinion.objects.filter(consultation=consultation.pk)
    return rows.select_related("hamlet", "scan", "sender")


def counted(consultation: Consultation) -> QuerySet[Opinion]:
    """What counts of it."""
    return opinions_on(consultation).filter(state=State.COUNTS)


def stances(consultation: Consultation) -> dict[Stance, int]:
    """How many want what."""
    rows = counted(consultation).order_by().values_list("stance").annotate(Count("pk"))
    found = dict(rows)
    return {stance: found.get(stance.value, 0) for stance in Stance}


def by_hamlet(consultation: Consultation) -> list[tuple[str, int | None]]:
    """How many spoke in each hamlet, small numbers hidden."""
    rows = counted(consultation).exclude(hamlet=None).order_by().values_list("hamlet").annotate(Count("pk"))
    numbers = suppressed(dict(rows))
    names = {row.pk: row.title for row in Hamlet.objects.filter(pk__in=numbers)}
    return sorted((names[key], number) for key, number in numbers.items())


def names_of(sections: Sequence[Section]) -> dict[str, str]:
    """What people read for the keys of sections."""
    return {WHOLE: "Toàn bộ dự thảo"} | {each.key: each.title for each in sections}


def duty_of(consultation: Consultation) -> Duty | None:
    """The duty to publish what became of the opinions."""
    return duties_about(consultation).filter(key=DUTY_KEY).order_by("-turn").first()
