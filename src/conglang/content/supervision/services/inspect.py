"""Inspect published items once more: announce, draw, choose, write down what was found, close the round."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.content.planning.queries import Period
from conglang.content.supervision.models import Checked, Mark, Round
from conglang.content.supervision.permissions import INSPECT, KEEP_REGISTER
from conglang.content.supervision.queries import inspectable, inspectors
from conglang.content.supervision.rules import drawn
from conglang.kernel.clock import local_day
from conglang.kernel.text import one_line

SEED_LENGTH = 32  # of the 64 letters of a hash
MOST = 100  # items that one person can read with care
_CLOCKWORK = Actor.system("supervision")


@transaction.atomic
def open_round(*, by: Actor, unit_id: int, wanted: Round, now: datetime) -> Round:
    """Announce a round over what is public of its days; what the inspector wrote is left out.

    `draw_due` draws once the announcement is sealed, so that nobody waits for a seal that suits them.
    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, INSPECT, unit_id)
    wanted.unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if wanted.last < wanted.first or wanted.first > local_day(now):
        raise ValidationError({"last": _("It ends after it begins.")})
    if not 1 <= wanted.size <= MOST:
        raise ValidationError({"size": _("Please choose between 1 and 100 items.")})
    inspector_id = wanted.inspector_id or 0
    if not inspectors(unit_id, now).filter(pk=inspector_id).exists():
        raise ValidationError({"inspector": _("This person cannot inspect for the unit.")})
    wanted.candidates = inspectable(unit_id, Period(wanted.first, wanted.last), inspector_id)
    if not wanted.candidates:
        raise ValidationError({"first": _("Nothing of these days can be inspected by this person.")})
    wanted.population, wanted.opened_name, wanted.opened_at = len(wanted.candidates), by.name[:200], now
    wanted.save()
    facts = {"size": wanted.size, "candidates": wanted.candidates}
    wanted.announced = record("supervision.round_opened", wanted, by=by, now=now, **facts)
    wanted.save(update_fields=["announced"])
    return wanted


def draw_due(*, now: datetime) -> int:
    """Draw the items of every round whose announcement has been sealed; returns how many rounds."""
    with everything("the seal of the trail draws for all units"):
        due = Round.objects.filter(seed="", announced__sequence__isnull=False)
        # looked up before the transaction, because on SQLite every transaction takes the write lock
        return sum(_draw(key, now) for key in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _draw(round_id: int, now: datetime) -> bool:
    rows = Round.objects.select_for_update(of=("self",)).select_related("announced")
    row: Round | None = rows.filter(pk=round_id, seed="").first()
    if row is None or row.announced is None:
        return False
    row.seed = row.announced.hash[:SEED_LENGTH]
    row.save(update_fields=["seed"])
    sample = drawn(row.candidates, row.size, row.seed)
    known = set(row.items.values_list("article", flat=True))
    Checked.objects.bulk_create(
        Checked(unit_id=row.unit_id, round=row, article_id=pk) for pk in sample if pk not in known
    )
    record("supervision.round_drawn", row, by=_CLOCKWORK, now=now, items=sample, seed=row.seed)
    return True


@transaction.atomic
def choose_item(*, by: Actor, round_id: int, article_id: int, because: str, now: datetime) -> Checked:
    """Have an item inspected beside the drawn ones, and say why; one that is inspected already stays.

    Raises NotFound, Forbidden, and ValidationError without a reason, for an item that the inspector had a
    hand in or of other days, and once the round is closed.
    """
    row: Round | None = Round.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if row is None:
        raise NotFound
    by = require(by, INSPECT, row)
    _refuse_closed(row)
    known: Checked | None = row.items.filter(article=article_id).first()
    if known is not None:
        return known
    because = one_line(because)[:300]
    if not because:
        raise ValidationError({"because": _("Please say why it is to be inspected.")})
    if article_id not in inspectable(row.unit_id, Period(row.first, row.last), row.inspector_id or 0):
        raise ValidationError(
            {"article": _("Please choose a public item of these days that the inspector did not work on.")}
        )
    item = Checked(
        unit_id=row.unit_id, round=row, article_id=article_id, because=because, chosen_name=by.name[:200]
    )
    item.save()
    record("supervision.item_chosen", item, by=by, now=now, article=article_id, reason=because)
    return item


def _refuse_closed(row: Round) -> None:
    if row.closed_at is not None:
        raise ValidationError(_("The round is closed."))


@transaction.atomic
def write_finding(
    *, by: Actor, checked_id: int, fault: str, note: str, needs_correction: bool, now: datetime
) -> Checked:
    """What the inspector found in an item; no fault says that it is in order.

    Raises NotFound, Forbidden, ValidationError once the round is closed, or without a note to a fault.
    """
    row: Checked | None = Checked.objects.select_related("round").filter(pk=checked_id).first()
    if row is None:
        raise NotFound
    by = _inspecting(by, row.round_id)
    row.fault, row.note, row.looked_at = fault, " ".join(note.split()), now
    row.needs_correction = needs_correction and bool(fault)
    if fault and not row.note:
        raise ValidationError(_("Please write a note about the fault."))
    row.full_clean()
    row.save()
    record("supervision.finding_written", row, by=by, now=now, article=row.article_id, fault=fault)
    return row


@transaction.atomic
def close_round(*, by: Actor, round_id: int, conclusion: str, now: datetime) -> Round:
    """End a round with its conclusion; a closed one stays as it is.

    Raises NotFound, Forbidden, and ValidationError while an item was not looked at.
    """
    row: Round | None = Round.objects.filter(pk=round_id).first()
    if row is not None and row.closed_at is not None:
        require(by, INSPECT, row)
        return row
    by = _inspecting(by, round_id)
    row = Round.objects.get(pk=round_id)
    if not row.seed or row.items.filter(looked_at=None).exists():
        raise ValidationError(_("Some items have not been looked at yet."))
    row.conclusion, row.closed_at = conclusion.strip()[:2000], now
    row.save()
    record("supervision.round_closed", row, by=by, now=now, faults=row.items.exclude(fault="").count())
    return row


def _inspecting(by: Actor, round_id: int) -> Actor:
    row: Round | None = Round.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if row is None:
        raise NotFound
    by = require(by, INSPECT, row)
    if row.inspector_id != by.user_id:
        raise Forbidden
    _refuse_closed(row)
    return by


@transaction.atomic
def enter_mark(*, by: Actor, unit_id: int, mark: Mark, now: datetime) -> Mark:
    """Write a line of the register; nobody writes one about themselves.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, KEEP_REGISTER, unit_id)
    mark.unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if (mark.person_id is None) == (mark.department_id is None):
        raise ValidationError({"person": _("Please choose either a person or a department.")})
    if mark.person_id is not None and mark.person_id == by.user_id:
        raise ValidationError({"person": _("Nobody enters a line about themselves.")})
    _not_later(mark.on, now)
    mark.entered_name, mark.entered_at = by.name[:200], now
    mark.save()
    record("supervision.mark_entered", mark, by=by, now=now, kind=mark.kind, decision=mark.decision)
    return mark


def _not_later(on: date, now: datetime) -> None:
    if on > local_day(now):
        raise ValidationError({"on": _("This day is still to come.")})
