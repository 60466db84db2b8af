from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.models import Hamlet
from conglang.base.units.removal import refuse_in_use
from conglang.base.units.services.add_department import lock_unit

IN_USE = _(
    "Other records name this place, so it has to stay. If it is called otherwise now, change its name."
)


@transaction.atomic
def remove_hamlet(*, hamlet: Hamlet, by: Authority, now: datetime) -> None:
    """Remove a hamlet that nothing names; one that is gone already changes nothing.

    Raises PermissionDenied, and ValidationError for one in use.
    """
    require_arrange(by, hamlet.unit_id)
    lock_unit(hamlet.unit_id)
    row = Hamlet.objects.filter(pk=hamlet.pk).first()
    if row is None:
        return
    refuse_in_use(row, IN_USE)
    record("units.hamlet_removed", row, by=by, now=now)
    row.delete()
