"""Call an open duty otherwise, for instance after its document got another number."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Duty
from conglang.base.duties.permissions import WORK
from conglang.base.duties.services.found import lock
from conglang.base.ledger.audit import record
from conglang.kernel.text import one_line


@transaction.atomic
def retitle(*, by: Actor, duty_id: int, title: str, now: datetime) -> Duty:
    """Say in other words what is to be done; the same words, or a closed duty, change nothing.

    Raises NotFound, Forbidden.
    """
    duty = lock(duty_id)
    by = require(by, WORK, duty)
    words = one_line(title)[:300]
    if duty.is_closed or not words or duty.title == words:
        return duty
    was, duty.title = duty.title, words
    duty.save(update_fields=["title"])
    record("duties.retitled", duty, by=by, now=now, was=was)
    return duty
