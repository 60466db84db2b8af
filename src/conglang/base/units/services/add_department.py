from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.models import Department, Unit
from conglang.base.units.rules import tidy_name
from conglang.kernel.text import same_text


@transaction.atomic
def add_department(
    *, unit: Unit, name: str, by: Authority, now: datetime, short_name: str = ""
) -> Department:
    """Add a department at the end of the list; a repeated call changes nothing.

    Raises PermissionDenied, and ValidationError for a name that is empty, too long or taken.
    """
    require_arrange(by, unit.pk)
    lock_unit(unit.pk)
    wanted = Department(unit=unit, name=tidy_name(name), short_name=tidy_name(short_name))
    present = namesake(wanted)
    if present and (present.name, present.short_name) == (wanted.name, wanted.short_name):
        return present
    check_department(wanted, present)
    last = Department.objects.filter(unit=unit).aggregate(last=Max("order"))["last"]
    wanted.order = 0 if last is None else last + 1
    wanted.save()
    record("units.department_added", wanted, by=by, now=now, name=wanted.name)
    return wanted


def lock_unit(unit_id: int) -> None:
    """Let one transaction at a time change what is inside the unit."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def namesake(department: Department) -> Department | None:
    """Another department of the unit with the same name to a reader: Hoà is Hòa, capitals do not count."""
    others = Department.objects.filter(unit=department.unit_id).exclude(pk=department.pk)
    same = (row for row in others if same_text(row.name, department.name, ignore_case=True))
    return next(same, None)


def check_department(department: Department, present: Department | None) -> None:
    """Raise ValidationError, by field, for a name that cannot be."""
    department.clean_fields(exclude={"unit"})
    if present:
        message = _("There is already a department named “%(name)s”.") % {"name": present.name}
        raise ValidationError({"name": ValidationError(message, code="taken")})
