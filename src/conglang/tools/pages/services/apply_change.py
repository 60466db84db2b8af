"""Have a proposed change applied: the second person's part."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.tools.pages.changing import fingerprint, is_outdated, kind_of
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.rules import ChangeObjection, ChangeState, Decider, against_applying


@transaction.atomic
def apply_change(*, by: Actor, change: PageChange, seen: str, now: datetime) -> PageChange:
    """Write what was proposed, in this transaction; a repeated call changes nothing.

    `seen` is the hash that stood on the person's page. Raises NotFound, Forbidden, ChangeRefused, and
    ValidationError for a content that has become impossible.
    """
    handler = kind_of(change.kind)
    by = require(by, handler.confirm, change)
    change = PageChange.objects.select_for_update().get(pk=change.pk)
    if change.state == ChangeState.APPLIED:
        return change
    if fingerprint(change.content) != change.sha256:
        raise ChangeRefused(ChangeObjection.NOT_SEEN)
    decider = Decider(by.user_id, by.on_behalf_of)
    objection = against_applying(change.facts, decider, seen=seen, is_current=not is_outdated(change))
    if objection:
        raise ChangeRefused(objection)
    handler.checked(change.unit_id, change.content)
    handler.apply(change, by=by, now=now)
    change.state = ChangeState.APPLIED
    change.decided_by_id, change.decided_at = by.user_id, now
    change.save(update_fields=["state", "decided_by", "decided_at"])
    record("pages.change_applied", change, by=by, now=now, kind=change.kind, sha256=change.sha256)
    return change
