"""Weigh an opinion: whether it counts, how the table words it, what becomes of it and why."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.citizens.consultations.models import REPLY_LENGTH, Opinion, State
from conglang.citizens.consultations.permissions import WRITE
from conglang.citizens.consultations.rules import Verdict
from conglang.citizens.consultations.services.found import lock
from conglang.kernel.text import nfc


@dataclass(frozen=True, slots=True)
class Weighed:
    """What becomes of an opinion; `gist` is how the public table words it."""

    verdict: Verdict
    gist: str
    reply: str


@transaction.atomic
def let_count(*, by: Actor, opinion_id: int, counts: bool, now: datetime) -> Opinion:
    """Let an opinion count that was held back, or say that it is none; the same changes nothing.

    Raises NotFound, Forbidden.
    """
    row, by = lock(Opinion, opinion_id, by, WRITE)
    state = State.COUNTS if counts else State.DROPPED
    if row.state == state:
        return row
    row.state = state
    row.save(update_fields=["state"])
    record("consultations.let_count" if counts else "consultations.dropped", row, by=by, now=now)
    return row


@transaction.atomic
def weigh(*, by: Actor, opinion_id: int, weighed: Weighed, now: datetime) -> Opinion:
    """Say what becomes of an opinion; what is not taken up whole needs its reason. The same changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock(Opinion, opinion_id, by, WRITE)
    gist, reply = (nfc(text).strip()[:REPLY_LENGTH] for text in (weighed.gist, weighed.reply))
    if not gist:
        raise ValidationError({"gist": _("Say in a sentence what is asked for, without anything personal.")})
    if weighed.verdict is not Verdict.TAKEN and not reply:
        raise ValidationError({"reply": _("Explain why it is not taken up, or not wholly.")})
    if (row.verdict, row.gist, row.reply) == (weighed.verdict, gist, reply):
        return row
    row.verdict, row.gist, row.reply = weighed.verdict, gist, reply
    row.save(update_fields=["verdict", "gist", "reply"])
    record("consultations.weighed", row, by=by, now=now, verdict=weighed.verdict.value)
    return row
