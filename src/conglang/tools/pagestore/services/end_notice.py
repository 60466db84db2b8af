"""Take an urgent notice down before its time."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.tools.pagestore.models import UrgentNotice
from conglang.tools.pagestore.services.show_notices import show_notices


@transaction.atomic
def end_notice(*, by: Actor, notice: UrgentNotice, now: datetime) -> UrgentNotice:
    """Take the notice off all pages, or give up proposing it; one person is enough, and once is enough.

    Raises NotFound, Forbidden.
    """
    by = require(by, "pagestore.propose_notice", notice)
    notice = UrgentNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.ended_at is None:
        notice.ended_at = now
        notice.save(update_fields=["ended_at"])
        record("pagestore.notice_ended", notice, by=by, now=now)
        transaction.on_commit(lambda: show_notices(now=now))
    return notice
