"""Give a duty to a department or a person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Duty, NoticeKind
from conglang.base.duties.permissions import DECIDE
from conglang.base.duties.queries import workers
from conglang.base.duties.services.found import lock, refuse_closed
from conglang.base.duties.services.tell import tell
from conglang.base.ledger.audit import record
from conglang.base.units.models import Department


@transaction.atomic
def assign(
    *, by: Actor, duty_id: int, department_id: int | None, person_id: int | None, now: datetime
) -> Duty:
    """Say who does a duty, and tell them; the same again changes nothing.

    Raises NotFound, Forbidden, and ValidationError for a closed duty and for people who do not work for
    the unit.
    """
    duty = lock(duty_id)
    by = require(by, DECIDE, duty)
    refuse_closed(duty)
    if (duty.department_id, duty.person_id) == (department_id, person_id):
        return duty
    _refuse_strangers(duty.unit_id, person_id, department_id, now)
    duty.department_id, duty.person_id = department_id, person_id
    duty.save(update_fields=["department", "person"])
    if person_id != by.user_id:
        tell(duty=duty, kind=NoticeKind.GIVEN, since=now, note="", now=now)
    record("duties.assigned", duty, by=by, now=now, department=department_id, person=person_id)
    return duty


def _refuse_strangers(unit_id: int, person_id: int | None, department_id: int | None, now: datetime) -> None:
    """Raise ValidationError for a person or a department of another unit."""
    if person_id is not None and not workers(unit_id, now).filter(pk=person_id).exists():
        raise ValidationError({"person": _("This person does not work for the unit.")})
    if department_id is not None and not Department.objects.filter(pk=department_id, unit=unit_id).exists():
        raise ValidationError({"department": _("The unit has no such department.")})
