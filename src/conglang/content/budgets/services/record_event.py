"""Write down what makes an item of the budget due, and start its clock."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Duty
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.budgets.catalogue import find
from conglang.content.budgets.models import NAME_LENGTH, BudgetEvent, slot_of
from conglang.content.budgets.permissions import WRITE
from conglang.content.budgets.queries import key_of_duty
from conglang.content.budgets.rules import Expected
from conglang.content.budgets.services.follow import settle
from conglang.content.disclosure.queries import headings
from conglang.kernel.clock import local_day
from conglang.kernel.text import one_line


@transaction.atomic
def record_event(
    *, by: Actor, unit_id: int, year: int, key: str, happened_on: date, words: str, now: datetime
) -> BudgetEvent:
    """The event with its duty; the same event of the year a second time gives the first one.

    What is public already fulfils the duty at once. Raises Forbidden, and ValidationError for a day to come,
    for an item whose term nobody counts any more, or when no term is in force on the day.
    """
    by = require(by, WRITE, unit_id)
    row = find(key, year)
    if row is None or not row.rule:
        raise ValidationError({"key": _("No term is counted for this item of that year.")})
    if happened_on > local_day(now):
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    said = one_line(words)[:NAME_LENGTH] or row.starts
    given = {"unit_id": unit_id, "year": year, "slot": slot_of(row, said)}
    known: BudgetEvent | None = BudgetEvent.objects.filter(**given, cancelled_at=None).first()
    if known is not None:
        return known
    event: BudgetEvent = BudgetEvent.objects.create(**given, key=key, words=said, happened_on=happened_on)
    duty_key = key_of_duty(row, year)
    named = row.named(year)
    event.duty = start(
        by=by, unit_id=unit_id, key=duty_key, rules=_grounds(row, unit_id, now),
        trigger=Trigger(said, happened_on), now=now,
        title=_("Publish: %(item)s") % {"item": f"{named}: {said}" if row.many else named},
        subject=_subject(event) if row.many or _was_cancelled(unit_id, duty_key) else None,
    )  # fmt: skip
    event.due_on = event.duty.due_on
    event.save()
    record("budgets.event_recorded", event, by=by, now=now, key=key, year=year, due_on=event.due_on)
    settle(event=event, now=now)
    return event


def _grounds(row: Expected, unit_id: int, now: datetime) -> list[str]:
    """The term of the item with those of its heading: one duty, whoever asks for it."""
    held = headings(Unit.objects.get(pk=unit_id), local_day(now)).get(row.heading)
    return list(dict.fromkeys([row.rule, *(held.rules if held else ())]))


def _subject(event: BudgetEvent) -> Subject:
    path = f"{reverse('budgets:coverage')}?don-vi={event.unit_id}&nam={event.year}"
    return Subject(event, event.words, path)


def _was_cancelled(unit_id: int, duty_key: str) -> bool:
    """Whether the year's own duty was started on a wrong day and is no duty any more."""
    rows = Duty.objects.filter(unit=unit_id, key=duty_key, subject_type=None)
    return bool(rows.exclude(cancelled_at=None).exists())
