"""What the page of urgent notices shows: on the pages, waiting for a second person, over."""

from dataclasses import dataclass
from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.tools.pagestore.models import UrgentNotice
from conglang.tools.pagestore.permissions import CONFIRM_NOTICE, PROPOSE_NOTICE
from conglang.tools.pagestore.queries import hosts_below
from conglang.tools.pagestore.rules import may_confirm

PAST = 20  # rows; older ones are in the audit trail


@dataclass(frozen=True)
class NoticeRow:
    """A notice and what the person may do about it."""

    notice: UrgentNotice
    sites: int
    is_shown: bool
    is_over: bool
    may_confirm: bool
    may_end: bool


def notice_row(by: Actor, notice: UrgentNotice, now: datetime) -> NoticeRow:
    """The notice as the person meets it."""
    is_over = notice.ended_at is not None or notice.until <= now
    is_fit = by.may(CONFIRM_NOTICE, notice.unit_id) and may_confirm(notice.state, by.user_id, now)
    return NoticeRow(
        notice,
        sites=len(hosts_below(notice.unit_id)),
        is_shown=notice.is_shown(now),
        is_over=is_over,
        may_confirm=notice.confirmed_at is None and is_fit,
        may_end=not is_over and by.may(PROPOSE_NOTICE, notice.unit_id),
    )


def notice_rows(by: Actor, unit_id: int, now: datetime) -> dict[str, list[NoticeRow]]:
    """Rows of the unit by state, the newest first."""
    found = UrgentNotice.objects.filter(unit=unit_id).select_related("unit", "proposed_by", "confirmed_by")
    rows = [notice_row(by, notice, now) for notice in found[: 2 * PAST]]
    return {
        "shown": [row for row in rows if row.is_shown],
        "waiting": [row for row in rows if not row.is_shown and not row.is_over],
        "past": [row for row in rows if row.is_over][:PAST],
    }


def notices_to_confirm(by: Actor, now: datetime) -> int:
    """How many notices wait for this person."""
    units = [unit_id for unit_id in by.grants if by.may(CONFIRM_NOTICE, unit_id)]
    if not units:
        return 0
    waiting = UrgentNotice.objects.filter(unit__in=units, confirmed_at=None, ended_at=None, until__gt=now)
    count: int = waiting.exclude(proposed_by=by.user_id).count()
    return count
