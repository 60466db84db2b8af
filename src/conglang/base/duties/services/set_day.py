"""A last day that somebody sets for a unit, kept as a term of its own."""

from datetime import date, datetime, timedelta

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Rule, columns
from conglang.base.duties.rule_file import Entry
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.kernel.clock import local_day
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule

ONE_DAY = timedelta(days=1)


@transaction.atomic
def set_day(
    *, by: Actor, unit_id: int, key: str, title: str, event: str, on: date, basis: str, now: datetime
) -> str:
    """The term “until this day” for duties of the unit and of those below it; returns its id, the key.

    What explains the date of a duty explains this one too. It begins no duty after today, so nobody takes it
    for law. The same key again changes nothing. Whoever calls has asked whether the person may set the day.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if Rule.objects.filter(rule_id=key, scope=unit.code).exists():
        return key
    today = local_day(now)
    term = DatedRule(
        key, on, LegalBasis(basis[:200]), Certainty.LOCAL, today, valid_to=today + ONE_DAY, scope=unit.code
    )
    row = Rule(confirmed_at=now, **columns(Entry(term, title[:200], event[:200])))
    row.save()
    record("duties.rule_entered", row, by=by, now=now, unit_id=unit_id, key=row.key, limit=row.limit)
    return key
