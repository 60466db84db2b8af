from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from conglang.base.duties.events import DutiesRedated
from conglang.base.duties.models import DueChange, Duty, is_open
from conglang.base.duties.queries import calendar_of, chain_of, counted, rules_by_key
from conglang.base.duties.rules import Verdict
from conglang.base.ledger.audit import Author, record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.kernel.rules import BY_HOUR, DatedRule

ROWS = 500  # a statement
Dates = tuple[str, date, date, datetime]  # the columns that a count sets


@dataclass
class Plan:
    """What the recount of all units has found; duties with the same dates are written together."""

    groups: dict[Dates, list[int]] = field(default_factory=lambda: defaultdict(list))
    changes: list[DueChange] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    moved: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # by unit

    def carry_out(self) -> None:
        """Write it."""
        for (key, original, on, at), pks in self.groups.items():
            for some in _parts(pks):
                Duty.objects.filter(pk__in=some).update(
                    due_key=key, original_on=original, due_on=on, due_at=at
                )
        for some in _parts(self.later):
            Duty.objects.filter(pk__in=some).update(reminded=0)
        for part in _parts(self.changes):
            DueChange.objects.bulk_create(part)


@transaction.atomic
def redate(*, scope: str, cause: str, by: Author, now: datetime) -> int:
    """Count every open duty of a scope and below anew, write down why it moved; returns how many did.

    Closed duties never change. Called by the services that change the calendar: they ask for permission.
    """
    with everything("a decision about a day holds for every unit below"):
        top = Unit.objects.get(code=scope, valid_to=None)
        below = Q(pk=top.pk) | Q(lineage__startswith=top.below)
        units = list(Unit.objects.filter(below, pk__in=Duty.objects.filter(is_open()).values("unit")))
        keys = {key for held in _open(units).values_list("rule_keys", flat=True).distinct() for key in held}
        known = {key: row.as_rule for key, row in rules_by_key(keys).items()}
        plan = Plan()
        for unit in units:
            _recount(unit, known, cause, now, plan)
        plan.carry_out()
        for unit_id, pks in plan.moved.items():
            record("duties.redated", None, by=by, now=now, unit_id=unit_id, cause=cause, count=len(pks))
            publish(DutiesRedated(unit_id, cause, tuple(pks)), now=now)
        return len(plan.changes)


def _open(units: Any) -> Any:
    return Duty.objects.filter(is_open(), unit__in=units).order_by()


def _recount(unit: Unit, known: Mapping[str, DatedRule], cause: str, now: datetime, plan: Plan) -> None:
    calendar = calendar_of(chain_of(unit))
    seen: dict[tuple[Any, ...], Verdict] = {}  # most duties of a day start alike
    for duty in Duty.objects.select_for_update(of=("self",)).filter(is_open(), unit=unit):
        rules = [known[key] for key in duty.rule_keys]
        alike = _alike(duty, rules)
        found = seen.get(alike) or counted(duty, rules, calendar)
        seen[alike] = found
        dates = (found.winner.rule.key, found.winner.on, found.on, found.ends_at)
        if dates != (duty.due_key, duty.original_on, duty.due_on, duty.due_at):
            plan.groups[dates].append(duty.pk)
        if found.on != duty.due_on:
            plan.changes.append(_change(duty, found.on, cause, now))
            plan.moved[unit.pk].append(duty.pk)
            plan.later += [duty.pk] if found.on > duty.due_on else []


def _alike(duty: Duty, rules: Sequence[DatedRule]) -> tuple[Any, ...]:
    """Duties that are the same in this have the same dates; the hour counts for terms in hours only."""
    by_hour = duty.pauses or any(rule.unit in BY_HOUR for rule in rules)
    start = duty.started_at if by_hour else local_day(duty.started_at)
    pauses = tuple((row["begins"], row["ends"]) for row in duty.pauses)
    return (start, *duty.rule_keys, pauses, *(row["until"] for row in duty.extensions))


def _change(duty: Duty, on: date, cause: str, now: datetime) -> DueChange:
    return DueChange(unit_id=duty.unit_id, duty=duty, at=now, was_on=duty.due_on, is_on=on, cause=cause[:600])


def _parts(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    whole = list(rows)
    return (whole[at : at + ROWS] for at in range(0, len(whole), ROWS))
