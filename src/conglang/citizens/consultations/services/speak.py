"""Take in an opinion: from the site, or typed in from paper or a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Hamlet
from conglang.base.units.scope import use_scope
from conglang.citizens.consultations.models import (
    OPINION_LENGTH,
    TYPED,
    Channel,
    Consultation,
    Opinion,
    State,
)
from conglang.citizens.consultations.permissions import WRITE
from conglang.citizens.consultations.queries import names_of, of_sender
from conglang.citizens.consultations.rules import WHOLE, Stance, Standing
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc
from conglang.tools.media.models import Document
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.services.keep_identity import keep_identity

SYSTEM = Actor.system("consultations")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about a draft, or about a section of it."""

    stance: Stance
    text: str = ""
    section: str = WHOLE
    hamlet_id: int | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """How it came, on which paper, and why it is held back."""

    uid: UUID
    channel: Channel
    scan: Document | None = None
    held_because: tuple[str, ...] = ()


def speak(
    *, unit_id: int, consultation_uid: UUID, said: Said, uid: UUID, now: datetime,
    held_because: Sequence[str] = (),
) -> Opinion:  # fmt: skip
    """Take in what a visitor says while the consultation is open.

    `uid` names the form that was sent: sent twice, it is one opinion. Raises NotFound, ValidationError.
    """
    with use_scope(of_sender(unit_id)):
        row = Consultation.objects.filter(uid=consultation_uid, live=True).first()
        if row is None:
            raise NotFound
        if row.standing(local_day(now)) is not Standing.OPEN:
            raise ValidationError(_("The time for opinions is over."))
        return _take_in(SYSTEM, row, said, _Arrival(uid, Channel.WEB, None, tuple(held_because)), now)


def type_in(
    *, by: Actor, consultation_id: int, said: Said, channel: Channel, uid: UUID, now: datetime,
    scan: Document | None = None,
) -> Opinion:  # fmt: skip
    """Take in what came on paper or was said at a meeting, until the outcome is public.

    Raises NotFound, Forbidden, ValidationError.
    """
    row: Consultation | None = Consultation.objects.filter(pk=consultation_id).first()
    if row is None:
        raise NotFound
    by = require(by, WRITE, row)
    if channel not in TYPED:
        raise ValidationError({"channel": _("Please choose how it came.")})
    if not row.live or row.standing(local_day(now)) not in {Standing.OPEN, Standing.CLOSED}:
        raise ValidationError(_("Opinions are taken in from the first day until the outcome is public."))
    return _take_in(by, row, said, _Arrival(uid, channel, scan), now)


@transaction.atomic
def _take_in(by: Actor, about: Consultation, said: Said, arrival: _Arrival, now: datetime) -> Opinion:
    known: Opinion | None = Opinion.objects.filter(uid=arrival.uid, consultation=about.pk).first()
    if known is not None:
        return known
    text = nfc(said.text).strip()
    if said.stance is not Stance.AGREE and not text:
        raise ValidationError({"text": _("Say what should be different, or why not.")})
    if len(text) > OPINION_LENGTH:
        most = {"limit_value": OPINION_LENGTH}
        raise ValidationError({"text": _("Please use at most %(limit_value)d characters.") % most})
    if said.section not in names_of(about.sections):
        raise ValidationError({"section": _("The draft has no such section.")})
    hamlet = Hamlet.objects.filter(pk=said.hamlet_id, unit=about.unit_id).first() if said.hamlet_id else None
    mode = Mode.ANONYMOUS if said.contact.is_empty else Mode.NAME_HIDDEN
    sender = keep_identity(unit_id=about.unit_id, mode=mode, contact=said.contact, now=now, pin=None)
    row = Opinion(
        unit_id=about.unit_id,
        uid=arrival.uid,
        consultation=about,
        section=said.section,
        stance=said.stance,
        text=text,
        hamlet=hamlet,
        channel=arrival.channel,
        sender=sender,
        scan=arrival.scan,
        at=now,
        entered_by_id=by.user_id,
        state=State.HELD if arrival.held_because else State.COUNTS,
        held_because=list(arrival.held_because),
    )
    row.save()
    record("consultations.spoken", row, by=by, now=now, channel=row.channel, held=bool(row.held_because))
    return row
