"""Draft an answer, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.citizens.questions.models import Answer
from conglang.citizens.questions.permissions import ANSWER
from conglang.citizens.questions.rules import OPEN, State
from conglang.citizens.questions.services.found import lock_answer, lock_question
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import change, store


@transaction.atomic
def write_answer(
    *,
    by: Actor,
    unit_id: int,
    values: Mapping[str, Any],
    now: datetime,
    question_id: int | None = None,
    uid: UUID | None = None,
) -> Answer:
    """Store a draft with its first revision, for a question or as an entry of frequent ones.

    `uid` names the form that was sent: sent twice, it gives the answer of the first time. Raises NotFound,
    Forbidden, ValidationError.
    """
    by = require(by, ANSWER, unit_id)
    known: Answer | None = Answer.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    row = Answer(uid=uid or uuid7(), unit_id=unit_id, **values)
    row.full_clean()
    revision = store(row, by=by)
    record("questions.answer_drafted", row, by=by, now=now, revision=revision.pk)
    if question_id is not None:
        question, by = lock_question(question_id, by, ANSWER)
        if question.unit_id != unit_id or question.answer_id or State(question.state) not in OPEN:
            raise ValidationError(_("This question is settled already."))
        question.answer, question.state = row, State.WAITING
        question.official_id = question.official_id or by.user_id
        question.save(update_fields=["answer", "state", "official"])
    return row


@transaction.atomic
def edit_answer(
    *, by: Actor, answer_id: int, expected_version: str, values: Mapping[str, Any], now: datetime
) -> Answer:
    """Store a new revision; what is public stays as it was approved. The same values change nothing.

    `expected_version` is `version` of what the person had before them. Raises NotFound, Forbidden, Conflict,
    ValidationError.
    """
    row, by = lock_answer(answer_id, by, ANSWER)
    changed = change(row, values, by=by, expected_version=expected_version)
    if changed is None:
        return row
    newest, facts = changed
    record("questions.answer_edited", row, by=by, now=now, **facts)
    return newest
