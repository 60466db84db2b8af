"""What the office does beside the way of a case: recorded looks, its rules, the restricted register."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.ledger.audit import record
from conglang.citizens.cases.models import AnswerTemplate, Case, Denunciation, RoutingRule
from conglang.citizens.cases.permissions import DENUNCIATIONS, HANDLE, INTAKE
from conglang.citizens.cases.queries import find
from conglang.citizens.cases.rules import Command
from conglang.citizens.cases.services.found import SYSTEM, for_command, said
from conglang.citizens.cases.services.step import carry_out, is_done, note_event
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.services.look import look

LOOKED, READ_ORIGINAL = "look", "original"


@transaction.atomic
def look_at_sender(*, by: Actor, case_id: int, reason: str, now: datetime) -> Contact:
    """Who sent it, for the office and its leader only; the look is written down first.

    Raises NotFound, Forbidden, ValidationError.
    """
    case = find(by, case_id, now)
    if case.sender_id is None:
        raise ValidationError(_("Nobody is known here."))
    found = look(identity_id=case.sender_id, reason=reason, by=by, now=now)
    note_event(case, LOOKED, by=by, now=now, note=said(reason, "reason"))
    return found


@transaction.atomic
def read_original(*, by: Actor, case_id: int, reason: str, now: datetime) -> str:
    """The words as they were sent, for a department; written down. Raises NotFound, Forbidden."""
    case = find(by, case_id, now)
    by = require(by, HANDLE, case)
    why = said(reason, "reason")
    note_event(case, READ_ORIGINAL, by=by, now=now, note=why)
    record("cases.original_read", case, by=by, now=now, reason=why)
    return case.text


@transaction.atomic
def withdraw_for_sender(*, by: Actor, case_id: int, reason: str, now: datetime) -> Case:
    """Withdraw it because the sender asked for that in person. Raises NotFound, Forbidden."""
    case, by = for_command(by, case_id, Command.WITHDRAW, now)
    if is_done(case, Command.WITHDRAW):
        return case
    return carry_out(case, Command.WITHDRAW, by=by, now=now, note=said(reason, "reason"))


@transaction.atomic
def keep_rule(*, by: Actor, row: RoutingRule, now: datetime) -> RoutingRule:
    """Store a routing rule; one for the same matters is replaced. Raises NotFound, Forbidden."""
    by = require(by, INTAKE, row)
    same: RoutingRule | None = RoutingRule.objects.filter(
        unit=row.unit_id, stream=row.stream, category=row.category, hamlet=row.hamlet_id
    ).first()
    if same is not None and same.department_id == row.department_id:
        return same
    if same is not None:
        row.pk, row._state.adding = same.pk, False
    row.save()
    record("cases.routing_kept", row, by=by, now=now, department=row.department_id)
    return row


@transaction.atomic
def drop_rule(*, by: Actor, rule_id: int, now: datetime) -> None:
    """Remove a routing rule; one that is gone stays gone. Raises Forbidden."""
    row = RoutingRule.objects.filter(pk=rule_id).first()
    if row is not None:
        by = require(by, INTAKE, row)
        record("cases.routing_kept", row, by=by, now=now, department=None)
        row.delete()


@transaction.atomic
def keep_template(*, by: Actor, row: AnswerTemplate, now: datetime) -> AnswerTemplate:
    """Store an answer template; one with the same name is replaced. Raises NotFound, Forbidden."""
    by = require(by, INTAKE, row)
    same = AnswerTemplate.objects.filter(unit=row.unit_id, label=row.label).first()
    if same is not None:
        row.pk, row._state.adding = same.pk, False
    row.save()
    record("cases.template_kept", row, by=by, now=now)
    return row


def _line(by: Actor, pk: int) -> tuple[Denunciation, Actor]:
    row: Denunciation | None = Denunciation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, DENUNCIATIONS, row)


@transaction.atomic
def take_up(*, by: Actor, line_id: int, now: datetime) -> Denunciation:
    """Take up a denunciation: the term of its law begins. A repeated call changes nothing."""
    row, by = _line(by, line_id)
    if row.taken_at is not None:
        return row
    row.taken_at = now
    row.duty = start(
        by=SYSTEM, unit_id=row.unit_id, key="han-che", title=f"Hồ sơ {row}", rules=["TC_RESOLVE"],
        trigger=Trigger(f"Thụ lý {row}", now), subject=Subject(row, str(row), "/ho-so/han-che/"),
        person_id=by.user_id, now=now,
    )  # fmt: skip
    row.save(update_fields=["taken_at", "duty"])
    record("cases.restricted_taken", row, by=by, now=now)
    return row


@transaction.atomic
def settle_line(*, by: Actor, line_id: int, note: str, now: datetime) -> Denunciation:
    """Write down how it ended; a repeated call changes nothing. Raises NotFound, Forbidden."""
    row, by = _line(by, line_id)
    if row.settled_at is not None:
        return row
    row.note, row.settled_at = said(note, "note"), now
    row.save(update_fields=["note", "settled_at"])
    if row.duty is not None:
        fulfil(by=SYSTEM, duty_id=row.duty.pk, now=now)
    record("cases.restricted_settled", row, by=by, now=now)
    return row


@transaction.atomic
def look_at_denouncer(*, by: Actor, line_id: int, reason: str, now: datetime) -> Contact:
    """Who sent a denunciation, for its keepers alone; written down. Raises NotFound, Forbidden."""
    row, by = _line(by, line_id)
    if row.sender_id is None:
        raise ValidationError(_("Nobody is known here."))
    return look(identity_id=row.sender_id, reason=reason, by=by, now=now, permission=DENUNCIATIONS)
