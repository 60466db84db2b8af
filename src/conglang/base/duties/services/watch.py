"""Watch a public page, and what a look at it found."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Channel, Duty, NoticeKind, PageWatch
from conglang.base.duties.permissions import WORK
from conglang.base.duties.queries import spans
from conglang.base.duties.services.found import lock
from conglang.base.duties.services.prove import Proof, add_evidence
from conglang.base.duties.services.tell import tell
from conglang.base.duties.watching import GIVE_UP, MISSES, WANTED_DAYS, look_after_miss, next_look
from conglang.base.ledger.audit import record


@dataclass(frozen=True, slots=True)
class Sight:
    """What a visitor got: the hash of the page, or why there was none."""

    sha256: str = ""
    trouble: str = ""


@transaction.atomic
def watch_page(*, by: Actor, duty_id: int, path: str, now: datetime, days: int = WANTED_DAYS) -> PageWatch:
    """Have a page of the unit's site looked at until it was there for so many days in a row.

    The same page again changes nothing; another one takes its place and counts anew. Raises NotFound,
    Forbidden, and ValidationError for a cancelled duty and for what is no path.
    """
    duty = lock(duty_id)
    by = require(by, WORK, duty)
    if duty.cancelled_at is not None:
        raise ValidationError(_("This duty was cancelled."))
    present: PageWatch | None = PageWatch.objects.filter(duty=duty).first()
    if present and (present.path, present.days) == (path, days):
        return present
    row = present or PageWatch(unit_id=duty.unit_id, duty=duty)
    row.path, row.days, row.begun_at, row.next_at = path, days, now, now
    row.misses, row.first_miss_at, row.seen_at, row.ended_at = 0, None, None, None
    row.full_clean(exclude={"unit", "duty", "seen_at", "first_miss_at", "ended_at"})
    row.save()
    record("duties.page_watched", duty, by=by, now=now, path=path, days=days)
    return row


@transaction.atomic
def note_look(*, by: Actor, watch_id: int, sight: Sight, url: str, now: datetime) -> PageWatch:
    """Keep what a look found as a proof; failures count as a gap, and are told, when there were several.

    Nothing is kept any more when the page was there for long enough or the duty was cancelled.
    """
    row: PageWatch = PageWatch.objects.select_for_update(of=("self",)).select_related("duty").get(pk=watch_id)
    if row.ended_at is not None:
        return row
    if row.duty.cancelled_at is not None:
        row.ended_at = now
    elif sight.trouble:
        _missed(by, row, sight, url, now)
    else:
        _seen(by, row, sight, url, now)
    row.save()
    return row


def _seen(by: Actor, row: PageWatch, sight: Sight, url: str, now: datetime) -> None:
    proof = Proof(Channel.PAGE_PROBE, now, place=row.path, sha256=sight.sha256, source=url)
    add_evidence(by=by, duty_id=row.duty_id, proof=proof, now=now)
    row.seen_at, row.misses, row.first_miss_at = now, 0, None
    reached = _days_in_a_row(row.duty, row.path)
    row.next_at = next_look(now, row.pk, row.days - reached)
    if reached >= row.days:
        row.ended_at = now


def _missed(by: Actor, row: PageWatch, sight: Sight, url: str, now: datetime) -> None:
    row.misses += 1
    row.first_miss_at = row.first_miss_at or now
    row.next_at = look_after_miss(now, row.misses)
    if now - row.first_miss_at > GIVE_UP:
        row.ended_at = now
    if row.misses != MISSES:
        return
    proof = Proof(
        Channel.PAGE_PROBE,
        row.first_miss_at,
        now,
        place=row.path,
        was_there=False,
        source=url,
        note=sight.trouble,
    )
    add_evidence(by=by, duty_id=row.duty_id, proof=proof, now=now)
    told = f"{url}: {sight.trouble}"
    tell(duty=row.duty, kind=NoticeKind.MISSING, since=row.first_miss_at, note=told, now=now)


def _days_in_a_row(duty: Duty, path: str) -> int:
    """The longest run of days at this address."""
    found = (each.span for each in spans(duty) if (each.channel, each.place) == (Channel.PAGE_PROBE, path))
    return max((span.longest for span in found), default=0)
