"""Take in a question, from the site or typed in: its clock starts, and it goes to whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import require
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.ledger.audit import record
from conglang.base.units.scope import use_scope
from conglang.citizens.questions.fields import OTHER, fields
from conglang.citizens.questions.models import ASKED_LENGTH, TYPED, Channel, Question
from conglang.citizens.questions.permissions import TAKE_IN
from conglang.citizens.questions.queries import DUTY_KEY, RULES, of_sender, officials
from conglang.citizens.questions.rules import State, in_charge
from conglang.kernel.clock import local_day
from conglang.kernel.codes import public_code
from conglang.kernel.text import nfc
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.sealed import fresh_pin
from conglang.tools.vault.services.keep_identity import keep_identity

SYSTEM = Actor.system("questions")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken in. The PIN is known only now: of one sent twice it is empty."""

    question: Question
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody asks, and of which field they think it is."""

    text: str
    topic: str = ""
    contact: Contact = field(default_factory=Contact)

    def cleaned(self) -> "Wording":
        """As it is kept. Raises ValidationError for an empty or an overlong question."""
        text = nfc(self.text).strip()
        if not text:
            raise ValidationError({"text": _("Please write your question.")})
        if len(text) > ASKED_LENGTH:
            most = {"limit_value": ASKED_LENGTH}
            raise ValidationError({"text": _("Please use at most %(limit_value)d characters.") % most})
        return Wording(text, self.topic if self.topic in fields() else OTHER, self.contact)


def ask(
    *, unit_id: int, wording: Wording, uid: UUID, now: datetime, held_because: Sequence[str] = ()
) -> Asked:
    """Take in what a visitor asks; `held_because` keeps it aside for a person to look at.

    `uid` names the form that was sent: sent twice, it is one question. Raises ValidationError.
    """
    with use_scope(of_sender(unit_id)):
        return _take_in(SYSTEM, unit_id, wording, _Arrival(uid, Channel.WEB, tuple(held_because)), now)


def type_in(
    *, by: Actor, unit_id: int, wording: Wording, channel: Channel, uid: UUID, now: datetime
) -> Asked:
    """Take in what somebody asks at the counter or by telephone. Raises Forbidden, ValidationError."""
    by = require(by, TAKE_IN, unit_id)
    if channel not in TYPED:
        raise ValidationError({"channel": _("Please choose how it came.")})
    return _take_in(by, unit_id, wording, _Arrival(uid, channel), now)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """How a question came, and why it is held back."""

    uid: UUID
    channel: Channel
    held_because: tuple[str, ...] = ()


@transaction.atomic
def _take_in(by: Actor, unit_id: int, wording: Wording, arrival: _Arrival, now: datetime) -> Asked:
    known: Question | None = Question.objects.filter(uid=arrival.uid, unit=unit_id).first()
    if known is not None:
        return Asked(known)
    wording = wording.cleaned()
    mode = Mode.ANONYMOUS if wording.contact.is_empty else Mode.NAME_HIDDEN
    pin = fresh_pin()
    sender = keep_identity(unit_id=unit_id, mode=mode, contact=wording.contact, now=now, pin=pin)
    row = Question(
        unit_id=unit_id,
        uid=arrival.uid,
        code=_free_code(now),
        field=wording.topic,
        text=wording.text,
        channel=arrival.channel,
        sender=sender,
        asked_at=now,
        entered_by=User.objects.filter(pk=by.user_id).first() if by.user_id else None,
        state=State.HELD if arrival.held_because else State.WAITING,
        held_because=list(arrival.held_because),
        official_id=in_charge(fields()[wording.topic], officials(unit_id, now)),
    )
    row.save()
    record("questions.asked", row, by=by, now=now, channel=row.channel, held=bool(row.held_because))
    start_clock(row, now)
    return Asked(row, pin.digits)


def start_clock(row: Question, now: datetime) -> None:
    """Begin the duty to answer; where no term is in force there is none to promise."""
    path = reverse("questions:question", args=[row.pk], urlconf=settings.HOST_URLCONFS[settings.DESK_HOST])
    try:
        start(
            by=SYSTEM,
            unit_id=row.unit_id,
            key=DUTY_KEY,
            title=f"Trả lời câu hỏi {row}",
            rules=RULES,
            trigger=Trigger(f"Nhận câu hỏi {row}", local_day(row.asked_at)),
            subject=Subject(row, str(row), path),
            person_id=row.official_id,
            now=now,
        )
    except ValidationError:
        return


def _free_code(now: datetime) -> str:
    """A fresh code; 35 random bits leave next to no chance of meeting a taken one."""
    prefix = f"HD{local_day(now):%y}"
    while Question._base_manager.filter(code=(code := public_code(prefix).compact)).exists():
        continue
    return code
