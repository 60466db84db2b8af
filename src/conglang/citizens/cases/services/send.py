"""Take in what somebody sends, from the site or typed in by an officer; every way has the same clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.catalogue import Way
from conglang.citizens.cases.checking import Message, check, hamlet_of, tidied
from conglang.citizens.cases.codes import fresh_code
from conglang.citizens.cases.events import CaseReceived
from conglang.citizens.cases.files import MOST_FILES, IncomingFile, Prepared, keep, prepare
from conglang.citizens.cases.models import TYPED_IN, Case, Channel, Denunciation
from conglang.citizens.cases.permissions import INTAKE
from conglang.citizens.cases.queries import similar, suggested_department
from conglang.citizens.cases.redacting import masked
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.services.clocks import start_clocks
from conglang.citizens.cases.services.found import SYSTEM, visitor
from conglang.citizens.cases.services.step import note_event
from conglang.kernel.text import one_line
from conglang.tools.media.rules import Refusal, Unacceptable
from conglang.tools.vault.models import Identity, Mode
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.sealed import Pin, fresh_pin
from conglang.tools.vault.services.keep_identity import keep_identity


@dataclass(frozen=True)
class Sent:
    """What the sender takes home. The PIN is told once; `case` is None for the restricted register."""

    case: Case | None
    code: str
    pin: str = field(repr=False)
    left_out: Sequence[tuple[str, Refusal]] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything that came with one message; `by` is who took it in."""

    unit_id: int
    message: Message
    mode: Mode
    contact: Contact
    channel: Channel
    uid: UUID
    came: datetime
    by: Actor = SYSTEM
    held: Sequence[str] = ()
    partner: str = ""


def send(
    *,
    unit_id: int,
    message: Message,
    mode: Mode,
    contact: Contact,
    now: datetime,
    uid: UUID,
    channel: Channel = Channel.WEB,
    held_because: Sequence[str] = (),
    files: Sequence[IncomingFile] = (),
    partner: str = "",
) -> Sent:
    """Keep a message of a visitor; the same `uid` again finds the first one and tells no PIN.

    With `held_because` it is laid aside for a look; its sender sees no difference. Files that cannot be kept
    are named in `left_out`; `partner` is whose program took it in. Raises ValidationError by field for what
    the stream demands.
    """
    letter = Letter(
        unit_id=unit_id, message=tidied(message), mode=mode, contact=_tidied(contact), channel=channel,
        uid=uid, came=now, held=held_because, partner=partner,
    )  # fmt: skip
    with use_scope(visitor(unit_id)):
        return _take_in(letter, files, now)


def enter(
    *,
    by: Actor,
    unit_id: int,
    message: Message,
    mode: Mode,
    contact: Contact,
    channel: Channel,
    now: datetime,
    uid: UUID,
    received_at: datetime | None = None,
    files: Sequence[IncomingFile] = (),
) -> Sent:
    """Type in what came by telephone, at the counter, by e-mail or on paper.

    The clock counts from `received_at`. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, INTAKE, unit_id)
    if channel not in TYPED_IN:
        raise ValidationError({"channel": _("Please say how it came.")})
    came = received_at or now
    if came > now:
        raise ValidationError({"received_at": _("Please choose a time that has passed.")})
    letter = Letter(
        unit_id=unit_id, message=tidied(message), mode=mode, contact=_tidied(contact), channel=channel,
        uid=uid, came=came, by=by,
    )  # fmt: skip
    return _take_in(letter, files, now)


def _take_in(letter: Letter, files: Sequence[IncomingFile], now: datetime) -> Sent:
    check(letter.message, letter.mode, letter.contact)
    hamlet = hamlet_of(letter.message, letter.unit_id)
    prepared, left_out = _prepared(files)
    known = _known(letter)
    if known is not None:
        return replace(known, left_out=left_out)
    pin = fresh_pin()
    try:
        with transaction.atomic():
            unit = Unit.objects.get(pk=letter.unit_id)
            if letter.message.kind.way is Way.RESTRICTED:
                return _into_register(unit, letter, pin, now)
            case = _case(unit, hamlet, letter)
            case.sender = _sender(letter, pin, now)
            _store(case, letter.by, now, partner=letter.partner)
            for each in prepared:
                keep(case, each)
            return Sent(case, case.printed_code, pin.digits, left_out)
    except IntegrityError:
        known = _known(letter)  # sent a second time while the first was on its way
        if known is None:
            raise
        return replace(known, left_out=left_out)


def _known(letter: Letter) -> Sent | None:
    """What the same form brought before."""
    if letter.message.kind.way is Way.RESTRICTED:
        row: Denunciation | None = Denunciation.objects.filter(unit=letter.unit_id, uid=letter.uid).first()
        return Sent(None, str(row), "") if row else None
    case: Case | None = Case.objects.filter(unit=letter.unit_id, uid=letter.uid).first()
    return Sent(case, case.printed_code, "") if case else None


def _sender(letter: Letter, pin: Pin, now: datetime) -> Identity:
    return keep_identity(unit_id=letter.unit_id, mode=letter.mode, contact=letter.contact, now=now, pin=pin)


def _case(unit: Unit, hamlet: Hamlet | None, letter: Letter) -> Case:
    message, contact = letter.message, letter.contact
    known = (contact.name, contact.phone, contact.email, contact.address, contact.id_number)
    return Case(
        unit=unit,
        uid=letter.uid,
        code=fresh_code(unit, letter.came),
        stream=message.stream,
        category=message.category,
        subject=masked(message.subject, known),
        text=message.text,
        clean_text=masked(message.text, known),
        details=dict(message.details),
        hamlet=hamlet,
        place=masked(message.place, known),
        lat=message.lat,
        lon=message.lon,
        happened_on=message.happened_on,
        channel=letter.channel,
        received_at=letter.came,
        wants_public=message.wants_public and message.kind.may_be_public,
        held_because=list(letter.held),
        process=(Process.QUARANTINED if letter.held else Process.WAITING).value,
    )


def _store(case: Case, by: Actor, now: datetime, *, partner: str = "") -> None:
    """Save a new case with its clocks, the first line of its history, and what it may be the same as."""
    alike = similar(case, now).only("unit", "closed_at")
    case.recurs = next((each for each in alike if each.closed_at is not None), None)
    case.save()
    start_clocks(case, now, is_new=True)
    if case.intake_duty or case.answer_duty:
        case.save(update_fields=["intake_duty", "answer_duty"])
    note_event(case, "send", by=by, now=now)
    facts: dict[str, Any] = {"channel": case.channel, "held": case.held_because}
    record("cases.received", case, by=by, now=now, **facts | ({"partner": partner} if partner else {}))
    publish(CaseReceived(case.pk, case.unit_id, case.channel), now=now)


def receive_forwarded(*, case: Case, now: datetime) -> Case:
    """Keep a case that another unit sent on, without its sender; part of services/forward."""
    case.department_id = suggested_department(case)
    _store(case, SYSTEM, now)
    return case


def _into_register(unit: Unit, letter: Letter, pin: Pin, now: datetime) -> Sent:
    """A denunciation is no case: nothing of it is shown, counted or told outside its register."""
    row = Denunciation(
        unit=unit, uid=letter.uid, code=fresh_code(unit, letter.came), text=letter.message.text,
        channel=letter.channel, received_at=letter.came, sender=_sender(letter, pin, now),
    )  # fmt: skip
    row.save()
    record("cases.restricted_received", row, by=letter.by, now=now)
    return Sent(None, str(row), pin.digits)


def _prepared(files: Sequence[IncomingFile]) -> tuple[list[Prepared], list[tuple[str, Refusal]]]:
    kept: list[Prepared] = []
    left_out = [(each.name, Refusal.TOO_LARGE) for each in files[MOST_FILES:]]
    for number, each in enumerate(files[:MOST_FILES], 1):
        try:
            kept.append(prepare(each, number))
        except Unacceptable as refusal:
            left_out.append((each.name, refusal.reason))
    return kept, left_out


def _tidied(contact: Contact) -> Contact:
    def one(text: str) -> str:
        return one_line(text)[:240]

    return Contact(
        name=one(contact.name), phone=one(contact.phone), email=one(contact.email),
        address=one(contact.address), id_number=one(contact.id_number),
    )  # fmt: skip
