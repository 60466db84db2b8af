from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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

ROWS = 500  # a statement


@transaction.atomic
def redate(*, scope: str, cause: str, by: Author, now: datetime) -> int:
    """Count every open duty of a scope and below anew, write down why it moved; returns how many did.

    Closed duties never change. Called by the services that change the calendar: they ask for permission.
    """
    with everything("a decision about a day holds for every unit below"):
        top = Unit.objects.get(code=scope, valid_to=None)
        below = Q(pk=top.pk) | Q(lineage__startswith=top.below)
        moved = 0
        for unit in Unit.objects.filter(below, pk__in=Duty.objects.filter(is_open()).values("unit")):
            moved += _redate_unit(unit, cause, by, now)
        return moved


def _redate_unit(unit: Unit, cause: str, by: Author, now: datetime) -> int:
    rows = list(Duty.objects.select_for_update(of=("self",)).filter(is_open(), unit=unit))
    known = {
        key: row.as_rule for key, row in rules_by_key({k for row in rows for k in row.rule_keys}).items()
    }
    calendar = calendar_of(chain_of(unit))
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    changes: list[DueChange] = []
    later: list[int] = []
    seen: dict[tuple[Any, ...], Verdict] = {}  # most duties of a day start alike
    for duty in rows:
        alike = (duty.started_at, *duty.rule_keys) if not duty.pauses and not duty.extensions else (duty.pk,)
        found = seen.get(alike) or counted(duty, [known[key] for key in duty.rule_keys], calendar)
        seen[alike] = found
        dates = (found.winner.rule.key, found.winner.on, found.on, found.ends_at)
        if dates != (duty.due_key, duty.original_on, duty.due_on, duty.due_at):
            groups[dates].append(duty.pk)
        if found.on != duty.due_on:
            changes.append(_change(duty, found.on, cause, now))
            later += [duty.pk] if found.on > duty.due_on else []
    for (key, original, on, at), pks in groups.items():
        for some in _parts(pks):
            Duty.objects.filter(pk__in=some).update(due_key=key, original_on=original, due_on=on, due_at=at)
    for some in _parts(later):
        Duty.objects.filter(pk__in=some).update(reminded=0)
    for part in _parts(changes):
        DueChange.objects.bulk_create(part)
    if changes:
        record("duties.redated", None, by=by, now=now, unit_id=unit.pk, cause=cause, count=len(changes))
        publish(DutiesRedated(unit.pk, cause, tuple(each.duty_id for each in changes)), now=now)
    return len(changes)


def _change(duty: Duty, on: date, cause: str, now: datetime) -> DueChange:
    return DueChange(unit_id=duty.unit_id, duty=duty, at=now, was_on=duty.due_on, is_on=on, cause=cause[:600])


def _parts(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    whole = list(rows)
    return (whole[at : at + ROWS] for at in range(0, len(whole), ROWS))
