from datetime import datetime

from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.models import Department
from conglang.base.units.rules import tidy_name
from conglang.base.units.services.add_department import check_department, lock_unit, namesake


@transaction.atomic
def change_department(
    *, department: Department, name: str, by: Authority, now: datetime, short_name: str = ""
) -> Department:
    """Call a department otherwise; the same names again change nothing.

    Raises PermissionDenied, Department.DoesNotExist when it was removed meanwhile, and ValidationError for
    a name that is empty, too long or taken.
    """
    require_arrange(by, department.unit_id)
    lock_unit(department.unit_id)
    row: Department = Department.objects.get(pk=department.pk)
    before = (row.name, row.short_name)
    row.name, row.short_name = tidy_name(name), tidy_name(short_name)
    if (row.name, row.short_name) == before:
        return row
    check_department(row, namesake(row))
    row.save(update_fields=["name", "short_name"])
    record("units.department_changed", row, by=by, now=now, before=list(before), name=row.name)
    return row
