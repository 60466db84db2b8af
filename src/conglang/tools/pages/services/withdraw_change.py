"""Take a proposal or a draft of one's own back."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.tools.pages.changing import kind_of
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.rules import ChangeState, Decider, against_withdrawing


@transaction.atomic
def withdraw_change(*, by: Actor, change: PageChange, now: datetime) -> PageChange:
    """Nobody has to decide about it any more; a repeated call changes nothing.

    Raises NotFound, Forbidden, ChangeRefused for somebody else's and for one that was decided.
    """
    by = require(by, kind_of(change.kind).propose, change)
    change = PageChange.objects.select_for_update().get(pk=change.pk)
    if change.state == ChangeState.WITHDRAWN:
        return change
    objection = against_withdrawing(change.facts, Decider(by.user_id))
    if objection:
        raise ChangeRefused(objection)
    change.state, change.decided_at = ChangeState.WITHDRAWN, now
    change.save(update_fields=["state", "decided_at"])
    record("pages.change_withdrawn", change, by=by, now=now, kind=change.kind)
    return change
