"""Take in what somebody sends to the desk, by whatever way it came."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.submissions.events import SubmissionReceived
from conglang.content.submissions.models import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    OWN,
    REASON_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Channel,
    Submission,
)
from conglang.content.submissions.permissions import SEND, TAKE
from conglang.content.submissions.rules import State
from conglang.content.submissions.services.archive import Judged, archive, into_library, judge
from conglang.kernel.text import convert_if_certain, nfc, one_line
from conglang.tools.media.rules import Unacceptable

LINE_LENGTHS = {
    "title": TITLE_LENGTH, "sender_name": NAME_LENGTH, "sender_address": ADDRESS_LENGTH,
    "sender_contact": ADDRESS_LENGTH, "place": ADDRESS_LENGTH, "source_name": 200,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything that the sender says. Of a collected item the sender is the collector."""

    title: str = ""
    text: str = ""
    sender_name: str = ""
    sender_address: str = ""
    sender_contact: str = ""
    department_id: int | None = None
    happened_on: date | None = None
    happened_at: time | None = None
    hamlet_id: int | None = None
    place: str = ""
    source_name: str = ""
    source_url: str = ""
    consent: str = ""
    captions: str = ""

    def legible(self) -> Self:
        """Lines and texts in NFC and, where that is certain, out of TCVN3 and VNI (N7)."""
        whole = convert_if_certain(nfc(f"{self.title}\n{self.text}"))
        title, _newline, text = whole.text.partition("\n")
        lines: dict[str, Any] = {
            name: _line(getattr(self, name), most) for name, most in LINE_LENGTHS.items()
        }
        lines["title"] = (
            _line(title, TITLE_LENGTH) or _line(text.strip().partition("\n")[0], TITLE_LENGTH) or "—"
        )
        captions = nfc(self.captions).strip()
        return replace(self, **lines, text=text.strip()[:TEXT_LENGTH], captions=captions)


@transaction.atomic
def receive(
    *,
    by: Actor,
    unit_id: int,
    channel: Channel,
    uid: UUID,
    story: Story,
    now: datetime,
    files: Sequence[IncomingFile] = (),
    quarantined_because: str = "",
    reply_to: Submission | None = None,
) -> Submission:
    """Archive what came and lay it before the desk; the same `uid` again gives the first submission.

    No file stops the rest: what cannot be kept is named in `left_out`. With `quarantined_because` nothing of
    it enters the library before somebody at the desk lets it in. Raises NotFound, Forbidden.
    """
    by = require(by, SEND, unit_id)
    known: Submission | None = Submission.objects.filter(unit=unit_id, uid=uid).first()
    if known is not None:
        if known.sender_id != by.user_id:
            raise Forbidden
        return known
    if reply_to is not None and not by.is_system and reply_to.sender_id != by.user_id:
        require(by, TAKE, reply_to)
    kept, left_out = _judged(files)
    row = Submission(
        unit_id=unit_id, uid=uid, channel=channel, reply_to=reply_to, sender_id=by.user_id, received_at=now,
        state=State.QUARANTINED.value if quarantined_because else State.NEW.value,
        quarantined_because=nfc(quarantined_because)[:REASON_LENGTH], left_out=left_out,
        **asdict(story.legible()),
    )  # fmt: skip
    row.in_charge = channel in OWN and _is_in_charge(by, row)
    row.save()
    sha256 = archive(row, _as_sent(story, by, channel, now), kept)
    if not quarantined_because:
        into_library(row, by=by, now=now)
        if reply_to is not None:
            Submission.objects.filter(pk=reply_to.pk).update(waits_for_sender=False)
    record("submissions.received", row, by=by, now=now, channel=channel.value, sha256=sha256)
    publish(
        SubmissionReceived(
            submission_id=row.pk, unit_id=unit_id, channel=channel.value, is_reply=reply_to is not None
        ),
        now=now,
    )
    return row


def _line(text: str, most: int) -> str:
    return one_line(text)[:most]


def _judged(files: Sequence[IncomingFile]) -> tuple[list[Judged], list[list[str]]]:
    kept, left_out = [], []
    for each in files:
        try:
            kept.append(judge(each))
        except Unacceptable as refusal:
            left_out.append([nfc(each.name)[-NAME_LENGTH:], refusal.reason.value])
    return kept, left_out


def _is_in_charge(by: Actor, row: Submission) -> bool:
    """Whether an appointment of the writer names the department or a field of work (001 Art. 12.2)."""
    held = Membership.objects.in_force(row.received_at).filter(user=by.user_id or 0, unit=row.unit_id)
    return any(
        (each.department_id is not None and each.department_id == row.department_id) or each.fields_of_work
        for each in held
    )


def _as_sent(story: Story, by: Actor, channel: Channel, now: datetime) -> dict[str, Any]:
    """The words before anything was done to them, as JSON holds them."""
    said = {
        key: value.isoformat() if isinstance(value, date | time) else value
        for key, value in asdict(story).items()
    }
    return said | {"channel": channel.value, "account": by.user_id, "received_at": now.isoformat()}
