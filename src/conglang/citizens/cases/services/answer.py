"""Draft an answer, and let the case follow what is decided about it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.citizens.cases.events import CaseAnswered
from conglang.citizens.cases.models import Case, CaseAnswer
from conglang.citizens.cases.queries import answer_for
from conglang.citizens.cases.rules import WORKED, Command, Facts, Process
from conglang.citizens.cases.services.forward import pass_answer
from conglang.citizens.cases.services.found import SYSTEM, for_command, lock
from conglang.citizens.cases.services.step import carry_out
from conglang.tools.approval.queries import review_of
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.versions import store

FIELDS = ("outcome", "text", "legal_basis", "document")


@transaction.atomic
def draft_answer(*, by: Actor, case_id: int, values: Mapping[str, str], now: datetime) -> CaseAnswer:
    """Store the newest version of the answer; the work begins with it. The same words change nothing.

    It reaches nobody before another person approves it. Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.SUBMIT, now)
    if Process(case.process) not in WORKED | {Process.IN_REVIEW}:
        raise ValidationError(_("This case moved on meanwhile. Please look at it again."))
    stored = answer_for(case)
    item = _newest(stored) if stored else CaseAnswer(unit_id=case.unit_id, case=case)
    before = {name: getattr(item, name) for name in FIELDS}
    for name in FIELDS:
        setattr(item, name, values.get(name, ""))
    item.clean()
    if stored is not None and before == {name: getattr(item, name) for name in FIELDS}:
        return stored
    item.full_clean(exclude={"unit", "latest_revision", "live_revision", "locked_by", "approval"})
    store(item, by=by, row=stored)
    stored = stored or item
    if case.process in {Process.ACCEPTED, Process.ASSIGNED, Process.REOPENED}:
        carry_out(case, Command.START, by=by, now=now, person_id=case.person_id or by.user_id)
    record("cases.answer_drafted", case, by=by, now=now)
    return stored


def _newest(stored: CaseAnswer) -> CaseAnswer:
    item: CaseAnswer = stored.latest_revision.as_object() if stored.latest_revision else stored
    return item


@transaction.atomic
def follow_answer(*, answer_id: int, by: Actor = SYSTEM, now: datetime) -> Case | None:
    """Bring the case to where its answer stands: before the approver, returned, or given.

    Rows decide, not events, so that it may be called at any time; where both agree nothing changes.
    """
    answer: CaseAnswer | None = CaseAnswer.objects.filter(pk=answer_id).first()
    if answer is None:
        return None
    case = lock(answer.case_id)
    review = review_of(answer)
    stage = Stage(review.stage) if review else Stage.DRAFT
    if stage in {Stage.IN_REVIEW, Stage.APPROVED} and case.process == Process.IN_PROGRESS:
        carry_out(case, Command.SUBMIT, by=by, now=now)
    elif stage in {Stage.DRAFT, Stage.RETURNED} and case.process == Process.IN_REVIEW:
        carry_out(case, Command.RETURN, by=by, now=now)
    elif (
        stage is Stage.PUBLISHED and answer.live and case.process in {Process.IN_PROGRESS, Process.IN_REVIEW}
    ):
        _answered(case, answer, by, now)
    return case


def _answered(case: Case, answer: CaseAnswer, by: Actor, now: datetime) -> None:
    if case.process == Process.IN_PROGRESS:
        carry_out(case, Command.SUBMIT, by=by, now=now)
    given_at = answer.last_published_at or now
    # the approval has made sure already that another person decided
    carry_out(
        case, Command.ANSWER, by=by, now=now, words=answer.text, facts=Facts(is_another=True),
        answered_at=given_at, outcome=answer.outcome,
    )  # fmt: skip
    publish(CaseAnswered(case.pk, case.unit_id), now=now)
    if case.origin_uid is not None:
        pass_answer(received=case, answer=answer, now=now)
    for child in Case.objects.filter(main=case, process=Process.MERGED.value):
        child.told, child.outcome = answer.text, answer.outcome
        child.save(update_fields=["told", "outcome"])
