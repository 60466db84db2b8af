"""Strike out a line of the log that was entered by mistake; nothing is erased."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.models import Channel, Duty, Evidence
from conglang.base.duties.services.found import worded
from conglang.base.duties.services.prove import take_back
from conglang.base.duties.services.reopen import reopen
from conglang.base.ledger.audit import record
from conglang.content.postings import rules
from conglang.content.postings.models import Posting, Sighting
from conglang.content.postings.permissions import WRITE
from conglang.content.postings.queries import boards, duty_of
from conglang.content.postings.services.log import catch_up, hung_everywhere, proofs_of


@transaction.atomic
def strike(*, by: Actor, posting_id: int, line_id: int, reason: str, now: datetime) -> Sighting:
    """Let a line count no more, with the reason; one that was struck out stays as it is.

    What it proved is taken back from the duty, which is open again when the paper has not hung everywhere.
    Raises NotFound, Forbidden, and ValidationError without a reason and for a line on which later ones rest.
    """
    posting = Posting.objects.select_for_update(of=("self",)).filter(pk=posting_id).first()
    row: Sighting | None = Sighting.objects.filter(pk=line_id, posting=posting_id).first()
    if posting is None or row is None:
        raise NotFound
    by = require(by, WRITE, posting)
    if row.struck_at is not None:
        return row
    why = worded(reason, "why")
    _check(row)
    row.struck_at, row.struck_name, row.struck_because = now, by.name[:200], why
    row.save(update_fields=["struck_at", "struck_name", "struck_because"])
    record("postings.line_struck", row, by=by, now=now, posting=posting.pk, place=row.place, reason=why)
    duty = duty_of(posting)
    if duty is not None:
        _take_back(by, posting, duty, why, now)
    return row


def _check(row: Sighting) -> None:
    same = Sighting.objects.filter(posting=row.posting_id, place=row.place, struck_at=None)
    rest: list[rules.Entry] = []
    for each in same.exclude(pk=row.pk):
        if not rules.may(rest, each.as_entry.act):
            raise ValidationError({"why": _("Later lines rest on this one. Please strike them out first.")})
        rest.append(each.as_entry)


def _take_back(by: Actor, posting: Posting, duty: Duty, why: str, now: datetime) -> None:
    """Leave the duty the proofs that the log still gives, and open it again if they do not fulfil it."""
    proved = {
        (p.place, p.begins_at, p.ends_at, p.was_there)
        for board in boards(posting)
        for p in proofs_of(board.lines)
    }
    for row in Evidence.objects.filter(duty=duty, channel=Channel.BOARD, taken_back_at=None):
        if (row.place, row.begins_at, row.ends_at, row.was_there) not in proved:
            take_back(by=by, evidence_id=row.pk, reason=why, now=now)
    if duty.fulfilled_at is not None and hung_everywhere(posting) is None:
        duty = reopen(by=by, duty_id=duty.pk, reason=why, now=now)
    catch_up(by=by, posting=posting, duty=duty, now=now)
