from datetime import datetime

from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.models import Hamlet
from conglang.base.units.services.add_department import lock_unit
from conglang.base.units.services.add_hamlet import HamletFacts, check_hamlet, namesake


@transaction.atomic
def change_hamlet(*, hamlet: Hamlet, facts: HamletFacts, by: Authority, now: datetime) -> Hamlet:
    """Correct what is known of a hamlet; the same facts again change nothing.

    Raises PermissionDenied, Hamlet.DoesNotExist when it was removed meanwhile, and ValidationError for a
    name that is empty, too long or taken.
    """
    require_arrange(by, hamlet.unit_id)
    lock_unit(hamlet.unit_id)
    row: Hamlet = Hamlet.objects.get(pk=hamlet.pk)
    before = row.title
    if not facts.write_to(row):
        return row
    check_hamlet(row, namesake(row))
    row.save(update_fields=["kind", "name", "households", "population", "lat", "lon"])
    record("units.hamlet_changed", row, by=by, now=now, before=before)
    return row
