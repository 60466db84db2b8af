"""Write a campaign down, and change it until it starts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit, UnitLevel
from conglang.content.campaigns.models import NAME_LENGTH, REASON_LENGTH, TEXT_LENGTH, Campaign
from conglang.content.campaigns.permissions import ASK
from conglang.content.campaigns.queries import askable
from conglang.content.campaigns.rules import MOST_ITEMS, Item
from conglang.content.campaigns.services.found import lock_campaign
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc, one_line


@dataclass(frozen=True)
class Wish:
    """What is asked for, of whom, until when. `asked` are keys of units below, or of own departments."""

    title: str
    reason: str
    due_on: date
    items: Sequence[Item]
    asked: Sequence[int]
    basis: str = ""


@transaction.atomic
def write_campaign(*, by: Actor, unit_id: int, uid: UUID, wish: Wish, now: datetime) -> Campaign:
    """A campaign that has not started; the same `uid` again finds the first row.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, ASK, unit_id)
    present: Campaign | None = Campaign.objects.filter(unit=unit_id, uid=uid).first()
    if present:
        return present
    unit = Unit.objects.get(pk=unit_id)
    is_commune = unit.level == UnitLevel.COMMUNE
    row = Campaign(unit=unit, uid=uid, made_by_id=by.user_id, made_at=now, asks_departments=is_commune)
    _fill(row, wish, now)
    row.save()
    record("campaigns.written", row, by=by, now=now)
    return row


@transaction.atomic
def change_campaign(*, by: Actor, campaign_id: int, wish: Wish, now: datetime) -> Campaign:
    """Another content for one that has not started. Raises NotFound, Forbidden, ValidationError."""
    row, by = lock_campaign(by, campaign_id)
    if row.started_at or row.closed_at:
        raise ValidationError(_("The campaign has started. What it asks for does not change any more."))
    _fill(row, wish, now)
    row.save()
    record("campaigns.changed", row, by=by, now=now)
    return row


def _fill(row: Campaign, wish: Wish, now: datetime) -> None:
    row.title, row.basis = _tidy(wish.title)[:NAME_LENGTH], _tidy(wish.basis)[:NAME_LENGTH]
    row.reason, row.due_on = nfc(wish.reason).strip()[:TEXT_LENGTH], wish.due_on
    row.items = [_item(number, each).as_data for number, each in enumerate(wish.items, 1)]
    possible = {pk for pk, _name in askable(row.unit, local_day(now))}
    row.asked = sorted(possible & set(wish.asked))
    check_campaign(row, now)


def _item(number: int, item: Item) -> Item:
    """The item under its number, with tidy words."""
    name, note = _tidy(item.name)[:NAME_LENGTH], _tidy(item.note)[:REASON_LENGTH]
    return replace(item, key=str(number), name=name, note=note)


def check_campaign(row: Campaign, now: datetime) -> None:
    """Raise ValidationError for what cannot be asked."""
    errors: dict[str, str] = {}
    if not row.title:
        errors["title"] = _("Please say what is collected.")
    if not row.reason:
        errors["reason"] = _("Please say why.")
    if row.due_on < local_day(now):
        errors["due_on"] = _("The last day has passed already. Please choose a later one.")
    if not row.asked:
        errors["asked"] = _("Please choose at least one who is asked.")
    items = row.checklist
    if not items or not all(item.name for item in items):
        errors["items"] = _("Name at least one thing that is wanted.")
    elif len(items) > MOST_ITEMS:
        errors["items"] = _("A checklist has at most %(number)d lines.") % {"number": MOST_ITEMS}
    elif any(item.due_on and not local_day(now) <= item.due_on <= row.due_on for item in items):
        errors["items"] = _("An own day of a line lies between today and the last day.")
    if errors:
        raise ValidationError(errors)


def _tidy(text: str) -> str:
    return one_line(text)
