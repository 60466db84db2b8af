"""Send a case on to another unit. Until that unit has taken it, the own clock runs."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.citizens.cases.codes import fresh_code
from conglang.citizens.cases.events import CaseTold
from conglang.citizens.cases.files import Prepared, keep
from conglang.citizens.cases.models import Case, CaseAnswer, Channel, Forward, Kind
from conglang.citizens.cases.queries import sent_files
from conglang.citizens.cases.rules import Command, Process
from conglang.citizens.cases.services.found import SYSTEM, for_command, lock, said
from conglang.citizens.cases.services.send import receive_forwarded
from conglang.citizens.cases.services.step import carry_out, is_done, note_event

BOTH_ENDS = "a case that goes from one unit to another"


@transaction.atomic
def forward(*, by: Actor, case_id: int, to_id: int, words: str, now: datetime) -> Case:
    """Send it to another unit of the installation, with words for the sender; sent twice it goes once.

    What goes is the copy without personal data and the files; who sent it stays here. Raises NotFound,
    Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.FORWARD, now)
    if is_done(case, Command.FORWARD):
        return case
    to = Unit.objects.filter(pk=to_id, valid_to=None).exclude(pk=case.unit_id).first()
    if to is None:
        raise ValidationError({"to": _("Please choose another unit.")})
    carry_out(case, Command.FORWARD, by=by, now=now, words=said(words))
    row = Forward(unit_id=case.unit_id, case=case, to=to, sent_at=now)
    row.save()
    with everything(BOTH_ENDS):
        received = _lay_there(case, row, to, now)
    row.received_code = received.code
    row.save(update_fields=["received_code"])
    return case


def _lay_there(case: Case, row: Forward, to: Unit, now: datetime) -> Case:
    copy = Case(
        unit=to, uid=row.uid, code=fresh_code(to, now), stream=case.stream, category=case.category,
        subject=case.subject, text=case.clean_text, clean_text=case.clean_text, place=case.where,
        lat=case.lat, lon=case.lon, happened_on=case.happened_on, channel=Channel.FORWARD, received_at=now,
        wants_public=case.wants_public, origin_id=case.unit_id, origin_uid=row.uid,
    )  # fmt: skip
    receive_forwarded(case=copy, now=now)
    for each in sent_files(case):
        with each.file.open("rb") as file:
            keep(copy, Prepared(each.label, Kind(each.kind), each.extension, file.read()))
    return copy


def acknowledge(*, received: Case, now: datetime) -> None:
    """The other unit has it: the clock of the unit that sent it ends; part of accepting it there."""
    with everything(BOTH_ENDS):
        row, case = _sent(received)
        if row is None or case is None or case.process != Process.FORWARDED:
            return
        row.acknowledged_at = now
        row.save(update_fields=["acknowledged_at"])
        told = _("%(unit)s has taken it over there under the code %(code)s.")
        words = told % {"unit": received.unit.title, "code": str(received)}
        carry_out(case, Command.ACKNOWLEDGE, by=SYSTEM, now=now, words=words)


def bounce(*, received: Case, reason: str, now: datetime) -> None:
    """The other unit does not take it: it is back where it came from; part of refusing it there."""
    with everything(BOTH_ENDS):
        row, case = _sent(received)
        if row is None or case is None or case.process != Process.FORWARDED:
            return
        row.bounced_at, row.bounce_reason = now, reason
        row.save(update_fields=["bounced_at", "bounce_reason"])
        carry_out(case, Command.BOUNCE, by=SYSTEM, now=now, note=reason, bounces=case.bounces + 1)


def pass_answer(*, received: Case, answer: CaseAnswer, now: datetime) -> None:
    """Let the sender read with the first code what the other unit answered; the same answer is told once."""
    with everything(BOTH_ENDS):
        _row, case = _sent(received)
        if case is None or case.told == answer.text:
            return
        case.told, case.outcome = answer.text, answer.outcome
        case.save(update_fields=["told", "outcome"])
        note_event(case, Command.ANSWER.value, by=SYSTEM, now=now, before=case.process, words=answer.text)
        record("cases.answered_elsewhere", case, by=SYSTEM, now=now, code=received.code)
        publish(CaseTold(case.pk, case.unit_id, Command.ANSWER.value), now=now)


def _sent(received: Case) -> tuple[Forward | None, Case | None]:
    row: Forward | None = Forward.objects.filter(uid=received.origin_uid).first()
    return (row, lock(row.case_id)) if row else (None, None)
