from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.events import UnitDissolved
from conglang.base.units.models import CustodyKind, Part, Succession, Unit
from conglang.base.units.services.give_custody import give_custody


@transaction.atomic
def record_succession(
    *,
    old: Unit,
    new: Unit,
    part: Part,
    on: date,
    legal_basis: str,
    by: Authority,
    now: datetime,
    dissolves: bool = False,
) -> Succession:
    """Let a unit go into another one; a repeated call changes nothing.

    A unit that goes wholly is dissolved and its rows pass into the successor's custody. One that goes in
    parts is dissolved when `dissolves` says so; who looks after its rows is then for `give_custody`.
    Raises PermissionDenied unless both units may be managed, ValidationError for what cannot be.
    """
    require_manage(by, old.pk)
    require_manage(by, new.pk)
    old = Unit.objects.select_for_update().get(pk=old.pk)
    present = Succession.objects.filter(old=old, new=new, on=on).first()
    if present:
        return present
    dissolves = dissolves or part == Part.WHOLE
    _refuse_impossible(old, new, on, part)
    succession = Succession(old=old, new=new, on=on, part=part, legal_basis=legal_basis)
    succession.full_clean()
    succession.save()
    record(
        "units.succeeded",
        old,
        by=by,
        now=now,
        unit_id=old.pk,
        new=new.pk,
        part=part,
        on=on,
        legal_basis=legal_basis,
    )
    if dissolves and old.valid_to is None:
        old.valid_to = on
        old.save(update_fields=["valid_to"])
        publish(UnitDissolved(old.pk), now=now)
    if part == Part.WHOLE:
        give_custody(
            holder=new, unit=old, kind=CustodyKind.SUCCESSOR, on=on, legal_basis=legal_basis, by=by, now=now
        )
    return succession


def _refuse_impossible(old: Unit, new: Unit, on: date, part: Part) -> None:
    if old.pk == new.pk:
        raise ValidationError(_("A unit cannot succeed itself."))
    if not new.in_force(on):
        raise ValidationError(_("%(unit)s does not exist on that day.") % {"unit": new})
    if old.valid_from is not None and on <= old.valid_from:
        raise ValidationError(_("%(unit)s did not exist before that day.") % {"unit": old})
    if old.valid_to is not None and on != old.valid_to:
        raise ValidationError(_("%(unit)s was dissolved on another day.") % {"unit": old})
    if part == Part.WHOLE and Succession.objects.filter(old=old, on=on).exists():
        raise ValidationError(_("Parts of %(unit)s went elsewhere on that day.") % {"unit": old})
