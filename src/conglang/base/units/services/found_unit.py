from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.models import Unit, UnitKind
from conglang.kernel.text import one_line


@transaction.atomic
def found_unit(
    *,
    code: str,
    kind: UnitKind,
    name: str,
    parent: Unit | None,
    on: date,
    legal_basis: str,
    by: Authority,
    now: datetime,
) -> Unit:
    """Add a unit to the tree; a repeated call finds the first one.

    Raises PermissionDenied unless the parent (for a province: the installation) may be managed, and
    ValidationError for a code that another unit bears on that day or later, or for what a unit cannot be.
    """
    require_manage(by, parent.pk if parent else None)
    unit = Unit(
        level=kind.level,
        kind=kind,
        code=code,
        name=one_line(name),
        parent=parent,
        lineage=parent.below if parent else "/",
        valid_from=on,
        legal_basis=legal_basis,
    )
    present = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code=code).first()
    if present:
        if (present.naming, present.parent_id, present.valid_from) == (unit.naming, unit.parent_id, on):
            return present
        raise ValidationError(_("The code %(code)s belongs to %(unit)s.") % {"code": code, "unit": present})
    unit.full_clean()
    unit.save()
    record("units.founded", unit, by=by, now=now, unit_id=unit.pk, code=code, on=on, legal_basis=legal_basis)
    return unit
