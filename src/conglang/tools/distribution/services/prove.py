"""Keep what proves that an item came, or came not, where its sheet says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from conglang.base.units.scope import everything
from conglang.tools.distribution.channels import Found
from conglang.tools.distribution.models import Evidence, Line, What
from conglang.tools.distribution.rules import next_look


@transaction.atomic
def note_look(*, line_id: int, found: Found, now: datetime) -> Evidence | None:
    """Keep what a look found, unless the look before found the same; look again while it is not as wanted."""
    with everything("lines of every unit are looked at"):
        line = Line.objects.select_for_update().get(pk=line_id)
        is_there = not found.trouble
        what = (
            (What.THERE, What.MISSING)[not is_there] if line.live else (What.STILL, What.GONE)[not is_there]
        )
        as_wanted = is_there == line.live
        line.looks += 1
        line.look_at = None if as_wanted else next_look(now, line.looks)
        line.save(update_fields=["looks", "look_at"])
        last = line.evidence.last()
        since = line.began_at if line.live else line.ended_at
        if last is not None and last.what == what and since is not None and last.at >= since:
            return None
        row: Evidence = Evidence.objects.create(
            unit_id=line.unit_id, line=line, what=what, at=now, place=found.place, sha256=found.sha256,
            note=found.trouble,
        )  # fmt: skip
        return row


@dataclass(frozen=True)
class Sent:
    """How many readers' services took the item, did not, or know the reader no more; totals up to now."""

    accepted: int
    refused: int
    removed: int = 0
    by_hamlet: Mapping[str, int] = field(default_factory=dict)


def note_sent(*, line: Line, sent: Sent, now: datetime) -> Evidence:
    """Keep how many got the item. Numbers only: who they are is no part of it."""
    evidence = Evidence(unit_id=line.unit_id, line=line, what=What.SENT, at=now)
    evidence.accepted, evidence.refused, evidence.removed = sent.accepted, sent.refused, sent.removed
    evidence.by_hamlet = dict(sent.by_hamlet)
    evidence.save()
    return evidence
