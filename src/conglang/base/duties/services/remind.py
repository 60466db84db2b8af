"""Reminders of running duties. The day that has passed is noticed at any hour, the rest in office hours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from conglang.base.accounts.actor import Actor
from conglang.base.duties.events import DutiesLate
from conglang.base.duties.models import Duty, Notice, NoticeKind, is_open
from conglang.base.duties.queries import calendar_of, chain_of
from conglang.base.duties.reminding import FAR, LATE, rising, step_of
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
    above them, and of duties that rise those who lead the unit above when half the time has passed once
    more. Each step is told once for a due date; a paused duty waits.
    """
    with everything("people of every unit are reminded"):
        return sum(_remind_unit(unit_id, steps, by, now) for unit_id, steps in _reached(now).items())


def _reached(now: datetime) -> dict[int, dict[int, int]]:
    """Steps that nobody was told of, by unit and duty."""
    types = _rising_types()
    told_last = Q(reminded__lt=LATE) | Q(reminded__lt=FAR, subject_type__in=types)
    rows = Duty.objects.filter(is_open(), told_last, paused_at=None).order_by("unit_id", "pk")
    found: dict[int, dict[int, int]] = defaultdict(dict)
    facts = rows.values_list("unit_id", "pk", "started_at", "due_at", "reminded", "subject_type_id")
    for unit_id, pk, started_at, due_at, reminded, subject_type in facts.iterator():
        step = step_of(Clock(started_at, due_at), now, rises=subject_type in types)
        if step > reminded:
            found[unit_id][pk] = step
    return found


def _rising_types() -> frozenset[int]:
    known = (ContentType.objects.get_by_natural_key(*label.split(".")) for label in rising())
    return frozenset(each.pk for each in known)


@dataclass(frozen=True)
class _Board:
    """Who hears of a unit's duties; `upper` is the unit above with its people."""

    unit_id: int
    staff: Staff
    upper: tuple[int, Staff] | None

    def notices(self, duty: Duty, step: int, now: datetime) -> Iterator[Notice]:
        """What is said when a duty reaches a step, also what an earlier step left unsaid."""
        if step == FAR:
            if self.upper is not None:
                unit_id, staff = self.upper
                yield from _notices(unit_id, duty, staff.above(duty), NoticeKind.FAR, now)
            step = LATE
        if step > duty.reminded:
            people = self.staff.doing(duty) | (self.staff.above(duty) if step == LATE else frozenset())
            yield from _notices(self.unit_id, duty, people, KINDS[step], now)


def _notices(
    unit_id: int, duty: Duty, people: Iterable[int], kind: NoticeKind, now: datetime
) -> Iterator[Notice]:
    for person in sorted(people):
        yield Notice(unit_id=unit_id, duty=duty, person_id=person, kind=kind, since=duty.due_at, at=now)


def _remind_unit(unit_id: int, steps: Mapping[int, int], by: Actor, now: datetime) -> int:
    unit = Unit.objects.get(pk=unit_id)
    is_late_alone = all(step == LATE for step in steps.values())
    if not is_late_alone and not calendar_of(chain_of(unit)).is_open(now):
        steps = {pk: LATE for pk, step in steps.items() if step >= LATE}
    if not steps:
        return 0
    parent = unit.parent_id if FAR in steps.values() else None
    upper = (parent, staff_of(parent, now)) if parent is not None else None
    board = _Board(unit_id, staff_of(unit_id, now), upper)
    return sum(_remind_of(board, {pk: steps[pk] for pk in some}, by, now) for some in parts(steps))


@transaction.atomic
def _remind_of(board: _Board, steps: Mapping[int, int], by: Actor, now: datetime) -> int:
    rows = Duty.objects.select_for_update(of=("self",)).filter(is_open(), pk__in=steps, paused_at=None)
    told: dict[int, list[int]] = defaultdict(list)
    late: list[int] = []
    notices: list[Notice] = []
    for duty in rows:
        step = min(steps[duty.pk], step_of(duty.clock, now, rises=steps[duty.pk] == FAR))
        if step <= duty.reminded:  # somebody moved it meanwhile
            continue
        told[step].append(duty.pk)
        late += [duty.pk] if duty.reminded < LATE <= step else []
        notices += board.notices(duty, step, now)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for step, some in told.items():
        Duty.objects.filter(pk__in=some).update(reminded=step)
    if told:
        unit_id, count = board.unit_id, sum(map(len, told.values()))
        record("duties.reminded", None, by=by, now=now, unit_id=unit_id, count=count, late=len(late))
        if late:
            publish(DutiesLate(unit_id, tuple(late)), now=now)
    return len(notices)


def parts(rows: Iterable[int]) -> Iterator[list[int]]:
    """The keys in lots that one transaction handles."""
    whole = list(rows)
    return (whole[at : at + ROWS] for at in range(0, len(whole), ROWS))
