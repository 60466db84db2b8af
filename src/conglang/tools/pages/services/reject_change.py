"""Send a proposed change back to its proposer."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.kernel.text import one_line
from conglang.tools.pages.changing import kind_of
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.rules import REASON_LENGTH, ChangeObjection, ChangeState, Decider, against_deciding


@transaction.atomic
def reject_change(*, by: Actor, change: PageChange, reason: str, now: datetime) -> PageChange:
    """Leave the site as it is and say why; a repeated call changes nothing.

    Raises NotFound, Forbidden, ChangeRefused.
    """
    by = require(by, kind_of(change.kind).confirm, change)
    change = PageChange.objects.select_for_update().get(pk=change.pk)
    if change.state == ChangeState.REJECTED:
        return change
    objection = against_deciding(change.facts, Decider(by.user_id, by.on_behalf_of))
    reason = one_line(reason)[:REASON_LENGTH]
    if objection or not reason:
        raise ChangeRefused(objection or ChangeObjection.NO_REASON)
    change.state, change.reason = ChangeState.REJECTED, reason
    change.decided_by_id, change.decided_at = by.user_id, now
    change.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record("pages.change_rejected", change, by=by, now=now, kind=change.kind, reason=reason)
    return change
