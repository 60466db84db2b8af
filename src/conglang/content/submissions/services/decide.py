"""What the desk does with a submission, apart from making it an article."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.submissions.events import SenderAsked, SubmissionSettled
from conglang.content.submissions.models import REASON_LENGTH, Question, Submission
from conglang.content.submissions.rules import DECLINABLE, OPEN, State
from conglang.content.submissions.services.archive import into_library
from conglang.content.submissions.services.found import lock_for_desk
from conglang.kernel.text import nfc


@transaction.atomic
def take(*, by: Actor, submission_id: int, now: datetime) -> Submission:
    """Say that one looks at it; a colleague who has it already is relieved. The same person changes nothing.

    Raises NotFound, Forbidden, and ValidationError for what is settled or held back.
    """
    row, by = lock_for_desk(by, submission_id)
    refuse_unless(row, OPEN)
    if row.state == State.TAKEN and row.taken_by_id == by.user_id:
        return row
    row.state, row.taken_by_id = State.TAKEN.value, by.user_id
    row.save(update_fields=["state", "taken_by"])
    record("submissions.taken", row, by=by, now=now)
    return row


@transaction.atomic
def let_in(*, by: Actor, submission_id: int, now: datetime) -> Submission:
    """Lay what was held back before the desk, its files into the library; a repeated call changes nothing.

    Raises NotFound, Forbidden.
    """
    row, by = lock_for_desk(by, submission_id)
    if row.state != State.QUARANTINED:
        return row
    row.state = State.NEW.value
    row.save(update_fields=["state"])
    into_library(row, by=by, now=now)
    if row.reply_to_id is not None:
        Submission.objects.filter(pk=row.reply_to_id).update(waits_for_sender=False)
    record("submissions.let_in", row, by=by, now=now, because=row.quarantined_because)
    return row


@transaction.atomic
def decline(*, by: Actor, submission_id: int, reason: str, now: datetime) -> Submission:
    """Settle it without an article; the sender reads the reason. A repeated call changes nothing.

    Raises NotFound, Forbidden, and ValidationError without a reason or after it became an article.
    """
    row, by = lock_for_desk(by, submission_id)
    if row.state == State.DECLINED:
        return row
    refuse_unless(row, DECLINABLE)
    row.decline_reason = _given(reason)
    row.state, row.decided_by_id, row.decided_at = State.DECLINED.value, by.user_id, now
    row.waits_for_sender = False
    row.save(update_fields=["state", "decline_reason", "decided_by", "decided_at", "waits_for_sender"])
    record("submissions.declined", row, by=by, now=now, reason=row.decline_reason)
    publish(SubmissionSettled(submission_id=row.pk, unit_id=row.unit_id, article_id=None), now=now)
    return row


@transaction.atomic
def ask_back(*, by: Actor, submission_id: int, text: str, now: datetime) -> Question:
    """Ask the sender; the same question a second time in a row is asked once.

    Raises NotFound, Forbidden, and ValidationError without words or for what is settled.
    """
    row, by = lock_for_desk(by, submission_id)
    refuse_unless(row, OPEN)
    said = _given(text)
    last: Question | None = row.questions.last()
    if last is not None and last.text == said and row.waits_for_sender:
        return last
    asked: Question = Question.objects.create(
        unit_id=row.unit_id, submission=row, text=said, by_id=by.user_id, at=now
    )
    row.waits_for_sender = True
    row.save(update_fields=["waits_for_sender"])
    record("submissions.asked", row, by=by, now=now)
    publish(SenderAsked(submission_id=row.pk, unit_id=row.unit_id, question_id=asked.pk), now=now)
    return asked


def refuse_unless(row: Submission, states: frozenset[State]) -> None:
    """Raise ValidationError where the step does not fit; part of services."""
    if State(row.state) not in states:
        raise ValidationError(_("This was settled meanwhile. Please look at it again."))


def _given(text: str) -> str:
    said = nfc(text).strip()[:REASON_LENGTH]
    if not said:
        raise ValidationError(_("Please write it in a few words; the sender reads it."))
    return said
