"""Put down what the editorial board decided on the use of its content elsewhere."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Reuse, ReuseDecision
from conglang.kernel.text import one_line


@transaction.atomic
def decide_reuse(*, by: Actor, unit_id: int, reuse: Reuse, decision: str, now: datetime) -> ReuseDecision:
    """What holds for new items unless their author says otherwise; older items keep their own.

    A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    named = require(by, "newsroom.decide_reuse", unit_id)
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)  # two decisions queue here
    decision = one_line(decision)
    last: ReuseDecision | None = ReuseDecision.objects.filter(unit=unit_id).first()
    if last is not None and (last.reuse, last.decision) == (reuse, decision):
        return last
    row = ReuseDecision(
        unit_id=unit_id, reuse=reuse, decision=decision, decided_by_id=by.user_id, decided_at=now
    )
    row.full_clean(exclude=["unit", "decided_by"])
    row.save()
    record("newsroom.reuse_decided", row, by=named, now=now, reuse=reuse, decision=decision)
    return row
