"""Entries as the desk's lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.content.calendars import queries
from conglang.content.calendars.models import Entry
from conglang.content.calendars.wording import in_time, too_late
from conglang.kernel.clock import local_day
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.queries import waiting_for
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.wording import TONES


@dataclass(frozen=True)
class Row:
    """An entry with where it stands. `seen` names its content: it goes back with a decision."""

    entry: Entry
    stage: Stage
    content: str
    waits_for_me: bool
    notice: str  # by when it has to be public
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether its newest version is with its writer."""
        return self.stage in queries.OPEN

    @property
    def seen(self) -> str:
        """The entry and what of it is on the screen."""
        return f"{self.entry.pk}:{self.content}"

    @property
    def stage_label(self) -> Any:
        """Where it stands, in words."""
        return STAGES[self.stage]

    @property
    def stage_tone(self) -> str:
        """Where it stands, in a colour."""
        return TONES[self.stage]


def rows_of(by: Actor, entries: Sequence[Entry], now: datetime) -> dict[int, Row]:
    """Rows by the entry's key, in the same order; a few queries however many there are."""
    reviews = queries.reviews_of(entries)
    mine = {
        turn.review_id
        for turn in waiting_for(by)
        if not turn.is_own_work and turn.step in {"approve"}  # type: ignore[attr-defined]  # annotated
    }
    public = {row.pk: row for row in Entry.objects.filter(pk__in=[entry.pk for entry in entries])}
    found = {}
    for entry in entries:
        review, row = reviews.get(entry.pk), public.get(entry.pk, entry)
        late = queries.late_notice(row, entry, local_day(now))
        notice = None if row.live else queries.notice_for(entry)
        found[entry.pk] = Row(
            entry,
            Stage(review.stage) if review else Stage.DRAFT,
            review.content_hash if review else "",
            waits_for_me=bool(review and review.pk in mine),
            notice=too_late(late) if late else in_time(notice) if notice else "",
            is_late=late is not None and not entry.late_reason,
        )
    return found
