"""Say which field a question is of and who answers it; let in what was held back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.services.assign import assign
from conglang.base.ledger.audit import record
from conglang.citizens.questions.fields import fields
from conglang.citizens.questions.models import Question
from conglang.citizens.questions.permissions import TAKE_IN
from conglang.citizens.questions.queries import answerers, duty_of, officials
from conglang.citizens.questions.rules import OPEN, State, in_charge
from conglang.citizens.questions.services.ask import SYSTEM
from conglang.citizens.questions.services.found import lock_question


@transaction.atomic
def hand_out(*, by: Actor, question_id: int, field: str, official_id: int | None, now: datetime) -> Question:
    """Give an open question its field and its official; without one it goes to whom the field belongs.

    The clock goes on, and the official is told. A repeated call changes nothing. Raises NotFound, Forbidden,
    ValidationError.
    """
    row, by = lock_question(question_id, by, TAKE_IN)
    if State(row.state) not in OPEN:
        raise ValidationError(_("This question is settled already."))
    if field not in fields():
        raise ValidationError({"field": _("Please choose the field.")})
    if official_id is None:
        official_id = in_charge(fields()[field], officials(row.unit_id, now))
    elif not answerers(row.unit_id, now).filter(pk=official_id).exists():
        raise ValidationError({"official": _("This person does not answer questions of the unit.")})
    if (row.field, row.official_id) == (field, official_id):
        return row
    row.field, row.official_id = field, official_id
    row.save(update_fields=["field", "official"])
    record("questions.handed_out", row, by=by, now=now, field=field, official=official_id)
    duty = duty_of(row)
    if duty is not None and not duty.is_closed:
        assign(by=SYSTEM, duty_id=duty.pk, department_id=None, person_id=official_id, now=now)
    return row


@transaction.atomic
def let_in(*, by: Actor, question_id: int, now: datetime) -> Question:
    """Say that what was held back is a question; its clock has run. Raises NotFound, Forbidden."""
    row, by = lock_question(question_id, by, TAKE_IN)
    if State(row.state) is State.HELD:
        row.state = State.WAITING
        row.save(update_fields=["state"])
        record("questions.let_in", row, by=by, now=now)
    return row
