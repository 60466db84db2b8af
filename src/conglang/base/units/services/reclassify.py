from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.events import UnitReclassified
from conglang.base.units.models import FormerName, Naming, Unit
from conglang.kernel.clock import local_day


@transaction.atomic
def reclassify(
    *, unit: Unit, naming: Naming, on: date, legal_basis: str, by: Authority, now: datetime
) -> Unit:
    """Give a unit another kind or name from a day on; unit and code stay. A repeated call changes nothing.

    Raises PermissionDenied, and ValidationError for a day in the future, outside the unit's life or not
    after the last change, and for a kind of another level.
    """
    require_manage(by, unit.pk)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    last = unit.former_names.last()
    if last and last.valid_to == on and unit.naming == naming:
        return unit
    _refuse_day(unit, last, on, local_day(now))
    if naming.kind.level != unit.level:
        raise ValidationError(_("%(kind)s is of another level.") % {"kind": naming.kind.label})
    FormerName.objects.create(unit=unit, kind=unit.kind, name=unit.name, valid_to=on, legal_basis=legal_basis)
    old_title, unit.kind, unit.name = unit.title, naming.kind, naming.name
    unit.save(update_fields=["kind", "name"])
    record(
        "units.reclassified",
        unit,
        by=by,
        now=now,
        unit_id=unit.pk,
        old_title=old_title,
        on=on,
        legal_basis=legal_basis,
    )
    publish(UnitReclassified(unit.pk), now=now)
    return unit


def _refuse_day(unit: Unit, last: FormerName | None, on: date, today: date) -> None:
    if on > today:
        raise ValidationError(_("A unit cannot be reclassified before the day has come."))
    if not unit.in_force(on) or on == unit.valid_from:
        raise ValidationError(_("%(unit)s did not exist before that day.") % {"unit": unit})
    if last and on <= last.valid_to:
        raise ValidationError(_("%(unit)s was reclassified on that day or later.") % {"unit": unit})
