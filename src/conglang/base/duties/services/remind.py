"""Reminders of running duties. The day that has passed is noticed at any hour, the rest in office hours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.duties.events import DutiesLate
from conglang.base.duties.models import Duty, Notice, NoticeKind, is_open
from conglang.base.duties.queries import calendar_of, chain_of
from conglang.base.duties.reminding import LATE, step_of
from conglang.base.duties.rules import Clock
from conglang.base.duties.staff import Staff, staff_of
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything

KINDS = {50: NoticeKind.HALF, 80: NoticeKind.SOON, LATE: NoticeKind.LATE}
ROWS = 500  # a transaction


def remind(*, by: Actor, now: datetime) -> int:
    """Tell the people of all units what has come due since the last time; returns how many notices.

    At half and at four fifths of the time those who do it are told, when the day has passed also those
    above them. Each step is told once for a due date; a paused duty waits.
    """
    with everything("people of every unit are reminded"):
        return sum(_remind_unit(unit_id, steps, by, now) for unit_id, steps in _reached(now).items())


def _reached(now: datetime) -> dict[int, dict[int, int]]:
    """Steps that nobody was told of, by unit and duty."""
    rows = Duty.objects.filter(is_open(), paused_at=None, reminded__lt=LATE)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    facts = rows.order_by("unit_id", "pk").values_list("unit_id", "pk", "started_at", "due_at", "reminded")
    for unit_id, pk, started_at, due_at, reminded in facts.iterator():
        step = step_of(Clock(started_at, due_at), now)
        if step > reminded:
            found[unit_id][pk] = step
    return found


def _remind_unit(unit_id: int, steps: Mapping[int, int], by: Actor, now: datetime) -> int:
    if any(step < LATE for step in steps.values()):
        calendar = calendar_of(chain_of(Unit.objects.get(pk=unit_id)))
        if not calendar.is_open(now):
            steps = {pk: step for pk, step in steps.items() if step == LATE}
    staff = staff_of(unit_id, now) if steps else Staff((), {})
    return sum(_remind_of(unit_id, some, staff, by, now) for some in parts(steps))


@transaction.atomic
def _remind_of(unit_id: int, pks: Iterable[int], staff: Staff, by: Actor, now: datetime) -> int:
    rows = Duty.objects.select_for_update(of=("self",)).filter(is_open(), pk__in=pks, paused_at=None)
    told: dict[int, list[int]] = defaultdict(list)
    notices: list[Notice] = []
    for duty in rows:
        step = step_of(duty.clock, now)
        if step <= duty.reminded:  # somebody moved it meanwhile
            continue
        told[step].append(duty.pk)
        people = staff.doing(duty) | (staff.above(duty) if step == LATE else frozenset())
        notices += [
            Notice(
                unit_id=unit_id, duty=duty, person_id=person, kind=KINDS[step], since=duty.due_at, at=now
            )
            for person in sorted(people)
        ]  # fmt: skip
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for step, some in told.items():
        Duty.objects.filter(pk__in=some).update(reminded=step)
    if told:
        late = told.get(LATE, [])
        count = sum(map(len, told.values()))
        record("duties.reminded", None, by=by, now=now, unit_id=unit_id, count=count, late=len(late))
        if late:
            publish(DutiesLate(unit_id, tuple(late)), now=now)
    return len(notices)


def parts(rows: Iterable[int]) -> Iterator[list[int]]:
    """The keys in lots that one transaction handles."""
    whole = list(rows)
    return (whole[at : at + ROWS] for at in range(0, len(whole), ROWS))
