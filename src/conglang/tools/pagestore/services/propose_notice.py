"""Write an urgent notice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line
from conglang.tools.pagestore.models import NoticeLevel, UrgentNotice
from conglang.tools.pagestore.refusals import NoticeRefusal, NoticeRefused
from conglang.tools.pagestore.rules import TEXT_LENGTH, until_allowed


@transaction.atomic
def propose_notice(
    *,
    by: Actor,
    unit_id: int,
    level: NoticeLevel,
    text: str,
    until: datetime,
    now: datetime,
    uid: UUID | None = None,
) -> UrgentNotice:
    """Ask for a notice on every page of the unit's site and of all sites below; nothing is shown yet.

    `uid` names the form that was sent: sent twice, it gives the notice of the first time. Raises NotFound,
    Forbidden, NoticeRefused.
    """
    by = require(by, "pagestore.propose_notice", unit_id)
    known: UrgentNotice | None = (
        UrgentNotice.objects.filter(uid=uid, proposed_by=by.user_id).first() if uid else None
    )
    if known is not None:
        return known
    text = one_line(text)
    if not 0 < len(text) <= TEXT_LENGTH:
        raise NoticeRefused(NoticeRefusal.EMPTY)
    if not until_allowed(until, now):
        raise NoticeRefused(NoticeRefusal.TIME)
    notice = UrgentNotice(
        uid=uid or uuid7(),
        unit_id=unit_id,
        level=level,
        text=text,
        until=until,
        proposed_by_id=by.user_id,
        proposed_at=now,
    )
    notice.save()
    record("pagestore.notice_proposed", notice, by=by, now=now, level=level, text=text, until=until)
    return notice
