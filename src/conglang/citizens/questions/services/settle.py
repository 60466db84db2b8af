"""End a question: by an answer that is public, or by telling its sender why there is none."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.services.close import cancel, fulfil
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import everything
from conglang.citizens.questions.events import QuestionSettled
from conglang.citizens.questions.models import TOLD_LENGTH, Answer, Question
from conglang.citizens.questions.permissions import ANSWER, TAKE_IN
from conglang.citizens.questions.queries import duty_of
from conglang.citizens.questions.rules import OPEN, Ending, State
from conglang.citizens.questions.services.ask import SYSTEM
from conglang.citizens.questions.services.found import lock_question
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc
from conglang.tools.vault.services.erase import CONTACT
from conglang.tools.vault.services.expire import set_expiry
from conglang.tools.vault.terms import expires_on


@transaction.atomic
def close(*, by: Actor, question_id: int, ending: Ending, told: str, now: datetime) -> Question:
    """End a question without a public answer; `told` is what its sender reads.

    An answer given in private fulfils the duty. Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock_question(question_id, by, TAKE_IN)
    if State(row.state) is State.CLOSED:
        return row
    if State(row.state) not in OPEN:
        raise ValidationError(_("This question is settled already."))
    told = nfc(told).strip()
    if not told:
        raise ValidationError({"told": _("Say in a sentence what the sender will read.")})
    row.ending, row.told = ending, told[:TOLD_LENGTH]
    _end(row, State.CLOSED, now)
    record("questions.closed", row, by=by, now=now, ending=ending.value)
    duty = duty_of(row)
    if duty is None:
        return row
    if ending is Ending.PRIVATE:
        fulfil(by=SYSTEM, duty_id=duty.pk, now=now)
    else:
        cancel(by=SYSTEM, duty_id=duty.pk, reason=row.told[:300], now=now)
    return row


@transaction.atomic
def answer_with(*, by: Actor, question_id: int, answer_id: int, now: datetime) -> Question:
    """Answer an open question with an answer that exists; once that is public, the question is settled.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock_question(question_id, by, ANSWER)
    if State(row.state) not in OPEN:
        raise ValidationError(_("This question is settled already."))
    answer: Answer | None = Answer.objects.filter(pk=answer_id, unit=row.unit_id).first()
    if answer is None:
        raise ValidationError({"answer": _("There is no such answer.")})
    row.answer, row.state = answer, State.WAITING
    row.save(update_fields=["answer", "state"])
    record("questions.answer_chosen", row, by=by, now=now, answer=answer.pk)
    settle_questions(answer_id=answer.pk, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def settle_questions(*, answer_id: int, now: datetime) -> int:
    """Settle each question whose answer is public; returns how many. A repeated call changes nothing."""
    with everything("an answer settles what was asked"):
        rows = list(
            Question.objects.select_for_update(of=("self",))
            .filter(answer=answer_id, answer__live=True, state=State.WAITING)
            .select_related("answer")
        )
        for row in rows:
            _end(row, State.ANSWERED, now)
            record("questions.answered", row, by=SYSTEM, now=now, answer=answer_id)
            duty = duty_of(row)
            if duty is not None:
                fulfil(by=SYSTEM, duty_id=duty.pk, now=now)
    return len(rows)


def _end(row: Question, state: State, now: datetime) -> None:
    """Settle it and tell; from now on runs the time for which contact data are kept."""
    row.state, row.closed_at = state, now
    row.save(update_fields=["state", "closed_at", "ending", "told"])
    day = expires_on("contact", local_day(now))
    set_expiry(unit_id=row.unit_id, kind=CONTACT, key=str(row.sender_id), label=str(row), on=day)
    publish(QuestionSettled(row.pk, row.unit_id), now=now)
