"""Reads: what of a budget year is there, late or missing, for one unit or for many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.units.models import Unit
from conglang.content.budgets import rules
from conglang.content.budgets.catalogue import FIRST_YEAR, expected_in
from conglang.content.budgets.models import BudgetEvent, BudgetItem
from conglang.content.budgets.rules import LACKING, Expected, State
from conglang.content.disclosure.queries import duty_key
from conglang.content.disclosure.rules import Period
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage


@dataclass(frozen=True)
class Line:
    """An expected item of a year: what made it due, and what was made of it.

    `draft` is an item that is not public yet; on public hosts there is none.
    """

    expected: Expected
    year: int
    state: State
    event: BudgetEvent | None = None
    item: BudgetItem | None = None
    draft: BudgetItem | None = None

    @property
    def public_title(self) -> str:
        """What it is called in public: nobody has approved the words of an event."""
        return str(self.item) if self.expected.many and self.item else self.expected.named(self.year)

    @property
    def title(self) -> str:
        """What it is called at the desk."""
        named = self.item or self.draft
        if self.expected.many and named:
            return str(named)
        words = self.expected.named(self.year)
        return f"{words}: {self.event}" if self.expected.many and self.event else words

    @property
    def is_lacking(self) -> bool:
        """Whether it should be public and is not."""
        return self.state in LACKING


def items() -> QuerySet[Any]:
    """Items of the scope without their tables, each with its `stage`."""
    kind = ContentType.objects.get_for_model(BudgetItem)
    reviews = Review.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[Any] = BudgetItem.objects.defer("tables", "note")
    stage = Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value))
    found: QuerySet[Any] = rows.annotate(stage=stage).order_by("pk")
    return found


def published(unit_ids: Sequence[int]) -> QuerySet[BudgetItem]:
    """Public items of the units, without their tables."""
    rows: QuerySet[BudgetItem] = BudgetItem.objects.filter(unit__in=unit_ids, live=True)
    return rows.defer("tables", "note").order_by("pk")


def events(unit_ids: Sequence[int], year: int) -> QuerySet[BudgetEvent]:
    """What happened with the budgets of a year, the oldest first."""
    rows: QuerySet[BudgetEvent] = BudgetEvent.objects.filter(unit__in=unit_ids, year=year, cancelled_at=None)
    return rows.order_by("happened_on", "pk")


def answering(event: BudgetEvent) -> BudgetItem | None:
    """The public item for an event."""
    same = BudgetItem.objects.filter(unit=event.unit_id, year=event.year, key=event.key, live=True)
    if event.expected.many:
        same = same.filter(event=event)
    found: BudgetItem | None = same.defer("tables").order_by("first_published_at").first()
    return found


def coverage(
    year: int, today: date, rows: Iterable[BudgetItem], happened: Iterable[BudgetEvent]
) -> list[Line]:
    """A line for each thing that the law wants of a unit in a year, from the unit's items and events."""
    by_key: dict[str, list[BudgetItem]] = defaultdict(list)
    started: dict[str, list[BudgetEvent]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    for event in happened:
        started[event.key].append(event)
    found = []
    for expected in expected_in(year):
        there, begun = by_key[expected.key], started[expected.key]
        if expected.many:
            found += _many(expected, year, today, there, begun)
        else:
            found.append(_line(expected, year, today, there, begun[0] if begun else None))
    return found


def _many(
    expected: Expected, year: int, today: date, rows: list[BudgetItem], happened: list[BudgetEvent]
) -> list[Line]:
    """A line an event and a line for each item that answers none; one that says so when there is neither."""
    lines = [
        _line(expected, year, today, [row for row in rows if row.event_id == event.pk], event)
        for event in happened
    ]
    known = {event.pk for event in happened}
    lines += [_line(expected, year, today, [row], None) for row in rows if row.event_id not in known]
    return lines or [Line(expected, year, State.AHEAD)]


def _line(
    expected: Expected, year: int, today: date, rows: list[BudgetItem], event: BudgetEvent | None
) -> Line:
    public = next((row for row in rows if row.live), None)
    state = rules.state_of(
        public.published_on if public else None,
        event.due_on if event else None,
        expected.expected_by(year),
        today,
    )
    draft = None if public else next((row for row in rows if not row.live), None)
    return Line(expected, year, state, event, public, draft)


def coverage_of(unit_ids: Sequence[int], year: int, today: date, rows: QuerySet[Any]) -> list[Line]:
    """The lines of one unit, its predecessors counted in; `rows` are the items that may be shown."""
    return coverage(year, today, rows.filter(unit__in=unit_ids, year=year), events(unit_ids, year))


def coverage_of_many(units: Sequence[Unit], year: int, today: date) -> dict[int, list[Line]]:
    """The lines of each unit by its key; two queries, however many units there are."""
    ids = [unit.pk for unit in units]
    items_of: dict[int, list[BudgetItem]] = defaultdict(list)
    for row in published(ids).filter(year=year):
        items_of[row.unit_id].append(row)
    events_of: dict[int, list[BudgetEvent]] = defaultdict(list)
    for event in events(ids, year):
        events_of[event.unit_id].append(event)
    return {pk: coverage(year, today, items_of[pk], events_of[pk]) for pk in ids}


def years_of(unit_ids: Sequence[int], today: date) -> list[int]:
    """Budget years that can be looked at, the newest first."""
    known = BudgetItem.objects.filter(unit__in=unit_ids).values_list("year", flat=True).distinct()
    return rules.years(today, FIRST_YEAR, known.order_by())


def key_of_duty(row: Expected, year: int) -> str:
    """The key of the duty for an item; what comes once a year shares that of its heading in the catalogue."""
    if row.heading and not row.many:
        return duty_key(row.heading, Period(year))
    own = f"budget-{row.key.replace('_', '-')}"
    return own if row.many else f"{own}-{year}"


def expected_of_duty(key: str) -> tuple[Expected, int] | None:
    """The item and the budget year that a duty of the catalogue is about; None for every other duty."""
    year = key.rpartition("-")[2]
    if not (year.isdecimal() and len(year) == 4):
        return None
    rows = (row for row in expected_in(int(year)) if row.heading and not row.many)
    return next(((row, int(year)) for row in rows if key_of_duty(row, int(year)) == key), None)
