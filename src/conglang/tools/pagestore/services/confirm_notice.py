"""Put an urgent notice on the pages: the second person's part."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.tools.pagestore.models import UrgentNotice
from conglang.tools.pagestore.refusals import NoticeRefusal, NoticeRefused
from conglang.tools.pagestore.rules import may_confirm
from conglang.tools.pagestore.services.show_notices import show_notices


@transaction.atomic
def confirm_notice(*, by: Actor, notice: UrgentNotice, now: datetime) -> UrgentNotice:
    """Show the notice from the commit on; a repeated call changes nothing.

    The text cannot change after it was proposed, so what is confirmed is what was read. Raises NotFound,
    Forbidden, and NoticeRefused for the person who proposed it and for a notice that is over.
    """
    by = require(by, "pagestore.confirm_notice", notice)
    notice = UrgentNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.confirmed_at is not None:
        return notice
    if not may_confirm(notice.state, by.user_id, now):
        same = notice.proposed_by_id == by.user_id
        raise NoticeRefused(NoticeRefusal.SAME_PERSON if same else NoticeRefusal.OVER)
    notice.confirmed_by_id, notice.confirmed_at = by.user_id, now
    notice.save(update_fields=["confirmed_by", "confirmed_at"])
    record("pagestore.notice_confirmed", notice, by=by, now=now)
    transaction.on_commit(lambda: show_notices(now=now))
    return notice
