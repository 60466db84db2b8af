"""Keep events, duties, the catalogue and what is public in step. The rows decide, not what told of them."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Duty
from conglang.base.duties.services.close import fulfil
from conglang.base.units.scope import everything
from conglang.content.budgets.models import BudgetEvent, BudgetItem, slot_of
from conglang.content.budgets.queries import answering, expected_of_duty
from conglang.content.budgets.rules import Expected
from conglang.content.disclosure.rules import NO_PERIOD, FileKind, Period
from conglang.content.disclosure.services.enter import Subject, enter
from conglang.kernel.clock import local_day

_CLOCKWORK = Actor.system("budgets")


def settle(*, event: BudgetEvent, now: datetime) -> None:
    """Fulfil the duty of an event whose item is public; a repeated call changes nothing."""
    with everything("a duty ends when its item is public"):
        item, duty = answering(event), event.duty
        if item is None or item.first_published_at is None or duty is None or duty.is_closed:
            return
        at = min(max(item.first_published_at, duty.started_at), now)
        fulfil(by=_CLOCKWORK, duty_id=duty.pk, at=at, now=now)


def settle_for(*, item_id: int, now: datetime) -> None:
    """Enter a published item under its heading, and fulfil what it answers."""
    with everything("a duty ends when its item is public"):
        item = BudgetItem.objects.filter(pk=item_id, live=True).select_related("event__duty").first()
        if item is None:
            return
        if item.expected and item.expected.heading:
            _enter(item, item.expected, now)
        rows = BudgetEvent.objects.filter(
            unit=item.unit_id, year=item.year, key=item.key, cancelled_at=None
        ).select_related("duty")
        for event in rows:
            settle(event=event, now=now)


def _enter(item: BudgetItem, row: Expected, now: datetime) -> None:
    public_at = item.first_published_at or now
    made_on = item.decided_on or (item.event.happened_on if item.event else local_day(public_at))
    files = {FileKind.SIGNED_PDF, FileKind.SPREADSHEET} if row.needs_table else {FileKind.SIGNED_PDF}
    period = NO_PERIOD if row.many and row.key != "funds" else Period(item.year)
    page = Subject(
        item, str(item), item.decision, item.get_absolute_url(), reverse("budgets:item", args=[item.pk]),
        duty=item.event.duty if item.event else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            enter(
                by=_CLOCKWORK, unit_id=item.unit_id, heading=row.heading, subject=page, files=files,
                made_on=min(made_on, local_day(now)), period=period, public_at=public_at, now=now,
            )  # fmt: skip
    except ValidationError:
        # the province has changed the heading so that it fits no more: its coverage shows the gap
        return


def take_over(*, duty_id: int, now: datetime) -> None:
    """An event of its own for a duty that the catalogue has started; a repeated call changes nothing."""
    with everything("the clock of a period starts for all communes alike"):
        duty = Duty.objects.filter(pk=duty_id).first()
        found = expected_of_duty(duty.key) if duty else None
        if duty is None or found is None:
            return
        row, year = found
        given = {
            "unit_id": duty.unit_id,
            "year": year,
            "slot": slot_of(row, row.starts),
            "cancelled_at": None,
        }
        more = {
            "key": row.key, "words": row.starts, "happened_on": local_day(duty.started_at),
            "duty": duty, "due_on": duty.due_on,
        }  # fmt: skip
        event, is_new = BudgetEvent.objects.get_or_create(**given, defaults=more)
        if is_new:
            settle(event=event, now=now)


def follow_duties(*, duty_ids: Sequence[int], now: datetime) -> None:
    """Take over new dates, and let what is no duty any more count no more."""
    with everything("events show the dates of their duties"):
        rows = BudgetEvent.objects.filter(duty__in=duty_ids, cancelled_at=None).select_related("duty")
        for event in rows:
            duty: Duty = event.duty
            if duty.cancelled_at is not None:
                BudgetEvent.objects.filter(pk=event.pk).update(cancelled_at=now)
            elif duty.due_on != event.due_on:
                BudgetEvent.objects.filter(pk=event.pk).update(due_on=duty.due_on)
