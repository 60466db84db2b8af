"""Notices of what happened to duties, and that people have read them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Duty, Notice, NoticeKind, is_open
from conglang.base.duties.services.remind import parts
from conglang.base.duties.staff import staff_of
from conglang.base.units.scope import everything


@transaction.atomic
def tell_moved(*, unit_id: int, duty_ids: Sequence[int], cause: str, now: datetime) -> int:
    """Tell everybody concerned once how many of their dates a decision moved; returns how many people."""
    staff = staff_of(unit_id, now)
    concerned: dict[int, list[Duty]] = defaultdict(list)
    for some in parts(duty_ids):
        for duty in Duty.objects.filter(is_open(), pk__in=some):
            for person in staff.doing(duty):
                concerned[person].append(duty)
    notices = [
        Notice(
            unit_id=unit_id, duty=min(duties, key=lambda each: (each.due_at, each.pk)), person_id=person,
            kind=NoticeKind.MOVED, since=now, number=len(duties), note=cause[:600], at=now,
        )
        for person, duties in sorted(concerned.items())
    ]  # fmt: skip
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def tell(*, duty: Duty, kind: NoticeKind, since: datetime, note: str, now: datetime) -> int:
    """Tell those who do a duty what happened to it; about the same instant it is said once."""
    return _say(duty, kind, staff_of(duty.unit_id, now).doing(duty), since, note, now)


def tell_of_act(*, by: Actor, duty: Duty, kind: NoticeKind, note: str, now: datetime) -> int:
    """Tell those who do a duty, and those above them, what somebody else has done with its clock."""
    staff = staff_of(duty.unit_id, now)
    others = (staff.doing(duty) | staff.above(duty)) - {by.user_id}
    return _say(duty, kind, others, now, note, now)


def _say(
    duty: Duty, kind: NoticeKind, people: Collection[int], since: datetime, note: str, now: datetime
) -> int:
    given = {"unit_id": duty.unit_id, "duty": duty, "kind": kind, "since": since, "note": note[:600]}
    notices = [Notice(**given, person_id=person, at=now) for person in sorted(people)]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def mark_read(*, by: Actor, now: datetime, duty_id: int | None = None) -> int:
    """The person has read their notices, all of them or those about a duty; returns how many were unread."""
    rows = Notice.objects.filter(person=by.user_id or 0, read_at=None)
    rows = rows if duty_id is None else rows.filter(duty=duty_id)
    count: int = rows.update(read_at=now)
    return count


def settle(*, duty_id: int, now: datetime) -> None:
    """Nobody has to be reminded of what is done: no notice of the duty stays unread. Called by services."""
    with everything("people of the unit above may have been told too"):
        Notice.objects.filter(duty=duty_id, read_at=None).update(read_at=now)
