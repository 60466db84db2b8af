"""Lay down how often departments contribute, and remind the heads of silent ones."""

from datetime import datetime, timedelta

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.accounts.tasks import send_mail
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.content.planning.queries import Period
from conglang.content.supervision.letters import SILENT
from conglang.content.supervision.models import Nudge, Rhythm, Span
from conglang.content.supervision.permissions import REMIND
from conglang.content.supervision.queries import Silent, contributions, period_with, rhythm_of, silent
from conglang.kernel.clock import local_day

_CLOCKWORK = Actor.system("supervision")


@transaction.atomic
def set_rhythm(*, by: Actor, unit_id: int, span: Span, basis: str, is_on: bool, now: datetime) -> Rhythm:
    """Lay down the period; the same again changes nothing. Raises NotFound, Forbidden."""
    by = require(by, REMIND, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    rhythm = rhythm_of(unit_id) or Rhythm(unit=unit)
    wanted = {"span": span, "basis": " ".join(basis.split())[:300], "is_on": is_on}
    if rhythm.pk and all(getattr(rhythm, name) == value for name, value in wanted.items()):
        return rhythm
    for name, value in wanted.items():
        setattr(rhythm, name, value)
    rhythm.since, rhythm.set_by_id = local_day(now), by.user_id
    rhythm.save()
    record("supervision.rhythm_set", rhythm, by=by, now=now, span=span, is_on=is_on)
    return rhythm


@transaction.atomic
def remind_now(*, by: Actor, unit_id: int, period: Period, now: datetime) -> int:
    """Remind the heads of all departments that are silent in the period, each once a day at most.

    Returns how many people were told. Raises NotFound, Forbidden.
    """
    by = require(by, REMIND, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    return _remind(unit, period, by, now, automatic=False)


def remind_by_itself(*, now: datetime) -> int:
    """After each period, remind the heads of silent departments once; returns how many people were told."""
    with everything("units that laid it down remind their departments"):
        rhythms = list(Rhythm.objects.filter(is_on=True).select_related("unit"))
        return sum(_remind_past(rhythm, now) for rhythm in rhythms)


@transaction.atomic
def _remind_past(rhythm: Rhythm, now: datetime) -> int:
    span = Span(rhythm.span)
    period = period_with(span, period_with(span, local_day(now)).first - timedelta(days=1))
    if period.last < rhythm.since:  # nobody is reminded of what was not asked for yet
        return 0
    return _remind(rhythm.unit, period, _CLOCKWORK, now, automatic=True)


def _remind(unit: Unit, period: Period, by: Actor, now: datetime, *, automatic: bool) -> int:
    today, told = local_day(now), []
    for row in silent(contributions(unit, period), now):
        told += [
            Nudge(
                unit=unit, department=row.department, person_id=person, first=period.first, last=period.last,
                on=today, is_automatic=automatic, by_name=by.name[:200],
            )
            for person in row.heads
            if not _was_told(row, person, now, automatic=automatic)
        ]  # fmt: skip
    for nudge in told:
        nudge.save()
        send_mail.enqueue(SILENT, nudge.pk, {})
    if told:
        people = [nudge.person_id for nudge in told]
        record(
            "supervision.reminded", None, by=by, now=now, unit_id=unit.pk, first=period.first, people=people
        )
    return len(told)


def _was_told(row: Silent, person_id: int, now: datetime, *, automatic: bool) -> bool:
    mine = [nudge for nudge in row.nudges if nudge.person_id == person_id]
    return (
        any(nudge.is_automatic for nudge in mine)
        if automatic
        else any(nudge.on == local_day(now) for nudge in mine)
    )
