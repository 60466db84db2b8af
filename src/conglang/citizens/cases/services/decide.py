"""What the office decides about what came in: let it in, take it, refuse it, say what it is."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.services.close import cancel
from conglang.base.ledger.audit import record
from conglang.citizens.cases.catalogue import categories, followed, grounds_for, streams
from conglang.citizens.cases.models import Case, Denunciation
from conglang.citizens.cases.redacting import MASK
from conglang.citizens.cases.rules import INTAKE, Command, Outcome, Process
from conglang.citizens.cases.services.clocks import start_clocks
from conglang.citizens.cases.services.forward import acknowledge, bounce
from conglang.citizens.cases.services.found import SYSTEM, for_command, said
from conglang.citizens.cases.services.step import carry_out, is_done
from conglang.citizens.cases.services.wipe import wipe


@transaction.atomic
def release(*, by: Actor, case_id: int, now: datetime) -> Case:
    """Let in what was held back; a repeated call changes nothing. Raises NotFound, Forbidden."""
    case, by = for_command(by, case_id, Command.RELEASE, now)
    if is_done(case, Command.RELEASE):
        return case
    return carry_out(case, Command.RELEASE, by=by, now=now)


@transaction.atomic
def discard(*, by: Actor, case_id: int, words: str, now: datetime) -> Case:
    """Put aside what is no real message; its sender reads why. Raises NotFound, Forbidden."""
    case, by = for_command(by, case_id, Command.DISCARD, now)
    if is_done(case, Command.DISCARD):
        return case
    return carry_out(case, Command.DISCARD, by=by, now=now, words=said(words))


@transaction.atomic
def accept(*, by: Actor, case_id: int, now: datetime) -> Case:
    """Take it in; where another unit sent it, that unit's clock ends with this.

    A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.ACCEPT, now)
    if is_done(case, Command.ACCEPT):
        return case
    carry_out(case, Command.ACCEPT, by=by, now=now, accepted_at=now)
    if case.origin_uid is not None:
        acknowledge(received=case, now=now)
    return case


@transaction.atomic
def refuse(*, by: Actor, case_id: int, ground: str, words: str, now: datetime) -> Case:
    """Do not take it up, for a ground that its stream knows, in a sentence for the sender.

    What another unit sent goes back there. A repeated call changes nothing. Raises NotFound, Forbidden,
    ValidationError.
    """
    case, by = for_command(by, case_id, Command.REFUSE, now)
    if is_done(case, Command.REFUSE):
        return case
    found = grounds_for(case.stream).get(ground)
    if found is None:
        raise ValidationError({"ground": _("Please choose a reason that the law knows here.")})
    words = said(words)
    carry_out(case, Command.REFUSE, by=by, now=now, words=words, refusal=ground, outcome=found.outcome.value)
    if case.origin_uid is not None and case.accepted_at is None:
        bounce(received=case, reason=words, now=now)
    return case


@transaction.atomic
def sort_out(*, by: Actor, case_id: int, stream: str, category: str, now: datetime) -> Case:
    """Say what it is about before it is taken in; its clocks begin again at the same receipt under that law.

    A denunciation leaves the cases for the restricted register. The same again changes nothing. Raises
    NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.ACCEPT, now)
    if (case.stream, case.category) == (stream, category):
        return case
    if Process(case.process) not in INTAKE:
        raise ValidationError(_("This case moved on meanwhile. Please look at it again."))
    kind = streams().get(stream)
    if kind is not None and stream not in followed():
        if stream == "denunciation":
            return _into_register(case, by, now)
        raise ValidationError({"stream": _("This kind is not followed here. Refuse it with that reason.")})
    if kind is None or (kind.asks_category and category not in categories()):
        raise ValidationError({"category": _("Please choose a field.")})
    was = case.stream
    _end_clocks(case, now)
    case.stream, case.category = stream, category if kind.asks_category else ""
    case.wants_public = case.wants_public and kind.may_be_public
    start_clocks(case, now)
    case.save(update_fields=["stream", "category", "wants_public", "intake_duty", "answer_duty"])
    record("cases.sorted", case, by=by, now=now, was=was, stream=stream)
    return case


def _end_clocks(case: Case, now: datetime) -> None:
    for duty in (case.intake_duty, case.answer_duty):
        if duty is not None:
            cancel(by=SYSTEM, duty_id=duty.pk, reason=f"Phân loại lại {case}", now=now)


def _into_register(case: Case, by: Actor, now: datetime) -> Case:
    """Move words and sender into the restricted register and leave nothing of them here."""
    row = Denunciation(
        unit_id=case.unit_id, uid=case.uid, code=case.code, text=case.text, channel=case.channel,
        received_at=case.received_at, sender_id=case.sender_id,
    )  # fmt: skip
    row.save()
    carry_out(
        case, Command.REFUSE, by=by, now=now, words=_("It is handled in its own way."),
        outcome=Outcome.REFERRED.value, refusal="other_way", sender_id=None, process=Process.REFUSED.value,
    )  # fmt: skip
    wipe(case, now)
    case.subject = case.clean_text = MASK
    case.save(update_fields=["subject", "clean_text"])
    record("cases.restricted_received", row, by=by, now=now)
    return case
