"""The clocks of periods begin by themselves, and what names people goes away at the end of its time."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Duty
from conglang.base.units.models import Unit
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.permissions import ENTER
from conglang.content.disclosure.queries import duty_key, headings, periodic
from conglang.content.disclosure.services.enter import start_period
from conglang.content.disclosure.services.show import take_down
from conglang.kernel.clock import local_day


@transaction.atomic
def start_periods(*, by: Actor, unit: Unit, now: datetime) -> list[Duty]:
    """Start the duty of every heading for the period whose time has come; those that run or are done stay.

    Of a period that began before the law nothing is asked, unless the law has a term for what is older.
    """
    by = require(by, ENTER, unit)
    today, started = local_day(now), []
    wanted = {key: (row, row.clock.wanted(today)) for key, row in periodic(headings(unit, today)).items()}
    keys = {duty_key(key, period) for key, (_row, period) in wanted.items()}
    known = set(Duty.objects.filter(unit=unit, key__in=keys).values_list("key", flat=True))
    for key, (row, period) in wanted.items():
        is_older = row.clock.starts_on(period) < row.valid_from and not row.backlog
        if duty_key(key, period) in known or is_older:
            continue
        try:
            started.append(start_period(by=by, unit_id=unit.pk, heading=row, period=period, now=now))
        except ValidationError:  # no term of law is in force for it: the coverage still shows the gap
            continue
    return started


@transaction.atomic
def end_terms(*, by: Actor, now: datetime) -> int:
    """Take down what names people and has been shown to the end of its time; returns how many that were."""
    rows = Entry.objects.select_for_update(of=("self",)).filter(
        live=True, shown_until__lt=local_day(now), heading__stay="personal"
    )
    found = list(rows)
    for entry in found:
        take_down(entry, by=require(by, ENTER, entry), now=now, reason="")
    return len(found)
