from datetime import datetime

from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.models import Department
from conglang.base.units.services.add_department import lock_unit


@transaction.atomic
def place_department(*, department: Department, place: int, by: Authority, now: datetime) -> None:
    """Put a department at a place of its unit's list, counted from 0; a repeated call changes nothing.

    A place outside the list means its nearer end. Raises PermissionDenied, and Department.DoesNotExist when
    it was removed meanwhile.
    """
    require_arrange(by, department.unit_id)
    lock_unit(department.unit_id)
    row = Department.objects.get(pk=department.pk)
    present = list(Department.objects.filter(unit=row.unit_id))
    others = [each for each in present if each.pk != row.pk]
    at = min(max(place, 0), len(others))
    wanted = [*others[:at], row, *others[at:]]
    if wanted == present:
        return
    for order, each in enumerate(wanted):
        each.order = order
    Department.objects.bulk_update(wanted, ["order"])
    record("units.department_placed", row, by=by, now=now, place=at)
