from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.models import Custody


@transaction.atomic
def end_custody(*, custody: Custody, on: date, by: Authority, now: datetime, decision: str = "") -> Custody:
    """End a custody; the day is the first without it. An ended one stays as it is.

    The decision that ends it, if there is one, goes on record. Raises PermissionDenied unless the unit may be
    managed, ValidationError for a day before it began.
    """
    require_manage(by, custody.unit_id)
    custody = Custody.objects.select_for_update().get(pk=custody.pk)
    if custody.valid_to is not None:
        return custody
    if on < custody.valid_from:
        raise ValidationError(_("The custody began later than that day."))
    custody.valid_to = on
    custody.save(update_fields=["valid_to"])
    record("units.custody_ended", custody, by=by, now=now, on=on, decision=decision)
    return custody
