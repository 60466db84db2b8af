from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.models import Channel, Duty, Evidence
from conglang.base.duties.permissions import WORK
from conglang.base.duties.photos import keeper
from conglang.base.duties.services.found import lock, worded
from conglang.base.ledger.audit import record
from conglang.kernel.text import one_line


@dataclass(frozen=True, slots=True)
class Proof:
    """What was seen where; without an end it is a moment. `sha256` is of the file kept at `source`."""

    channel: Channel
    begins_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    was_there: bool = True
    sha256: str = ""
    source: str = ""
    note: str = ""


@transaction.atomic
def add_evidence(
    *, by: Actor, duty_id: int, proof: Proof, now: datetime, photo: IO[bytes] | None = None
) -> Evidence:
    """Keep a proof of a duty, closed or open, with its photo; the same proof again finds the first row.

    Raises NotFound, Forbidden, and ValidationError for times in the future or in the wrong order, and for
    a file that is no photo.
    """
    duty: Duty = lock(duty_id)
    by = require(by, WORK, duty)
    if photo is not None:
        proof = _with_photo(by, duty, proof, photo, now)
    ends_at = proof.ends_at or proof.begins_at
    if not proof.begins_at <= ends_at <= now:
        raise ValidationError(_("A proof is about the past, and its end comes after its beginning."))
    given = {
        "channel": proof.channel.value,
        "place": one_line(proof.place)[:200],
        "begins_at": proof.begins_at,
        "ends_at": ends_at,
        "was_there": proof.was_there,
        "sha256": proof.sha256,
        "source": proof.source[:300],
        "note": one_line(proof.note)[:600],
    }
    present: Evidence | None = Evidence.objects.filter(duty=duty, taken_back_at=None, **given).first()
    if present:
        return present
    row = Evidence(
        unit_id=duty.unit_id,
        duty=duty,
        added_by_id=by.user_id,
        added_name=by.name[:200],
        added_at=now,
        **given,
    )
    row.full_clean(exclude={"unit", "added_by"})
    row.save()
    record("duties.proved", row, by=by, now=now, duty=duty.pk, channel=row.channel, place=row.place)
    return row


def _with_photo(by: Actor, duty: Duty, proof: Proof, photo: IO[bytes], now: datetime) -> Proof:
    kept_by = keeper()
    if kept_by is None:
        raise ValidationError({"photo": _("Photos cannot be kept here.")})
    kept = kept_by.keep(by, duty.unit_id, photo, f"{duty.title} – {proof.place}".rstrip(" –"), now)
    return replace(proof, sha256=kept.sha256, source=kept.path)


@transaction.atomic
def take_back(*, by: Actor, evidence_id: int, reason: str, now: datetime) -> Evidence:
    """Let a proof that was added by mistake count no more; again changes nothing.

    Raises NotFound, Forbidden, and ValidationError without a reason.
    """
    row: Evidence | None = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence_id).first()
    if row is None:
        raise NotFound
    by = require(by, WORK, row)
    if row.taken_back_at is None:
        row.taken_back_at, row.taken_back_because = now, worded(reason)
        row.save(update_fields=["taken_back_at", "taken_back_because"])
        record(
            "duties.proof_taken_back", row, by=by, now=now, duty=row.duty_id, reason=row.taken_back_because
        )
    return row
