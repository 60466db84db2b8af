from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.models import Department
from conglang.base.units.removal import refuse_in_use
from conglang.base.units.services.add_department import lock_unit

IN_USE = _(
    "People or articles name this department, now or in the past, so it has to stay on record. "
    "If it is called otherwise now, change its name."
)


@transaction.atomic
def remove_department(*, department: Department, by: Authority, now: datetime) -> None:
    """Remove a department that nothing names; one that is gone already changes nothing.

    Raises PermissionDenied, and ValidationError for one in use.
    """
    require_arrange(by, department.unit_id)
    lock_unit(department.unit_id)
    row = Department.objects.filter(pk=department.pk).first()
    if row is None:
        return
    refuse_in_use(row, IN_USE)
    record("units.department_removed", row, by=by, now=now, name=row.name)
    row.delete()
