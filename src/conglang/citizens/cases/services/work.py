"""Hand a case out, begin it, ask the sender, give it more time, close it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.queries import calendar_of, chain_of, terms, workers
from conglang.base.duties.rules import verdict
from conglang.base.duties.services.assign import assign as assign_duty
from conglang.base.duties.services.move import extend as extend_duty
from conglang.base.units.models import Department
from conglang.base.units.scope import everything
from conglang.citizens.cases.models import Case, Question
from conglang.citizens.cases.queries import CLOSE, REPLY, facts_of, last_day
from conglang.citizens.cases.rules import Command, Outcome, Process
from conglang.citizens.cases.services.decide import accept
from conglang.citizens.cases.services.found import SYSTEM, for_command, lock, said
from conglang.citizens.cases.services.step import carry_out, is_done
from conglang.kernel.clock import local_day, start_of_day
from conglang.kernel.rules import NoRuleInForce

_REPLY_DAYS = timedelta(days=14)  # where nobody set a term
_ROWS = 500  # of a run of a job


@transaction.atomic
def assign(
    *, by: Actor, case_id: int, department_id: int | None, now: datetime, person_id: int | None = None
) -> Case:
    """Give it to a department or a person; the duty goes along. The same again changes nothing.

    Raises NotFound, Forbidden, and ValidationError for strangers.
    """
    case, by = for_command(by, case_id, Command.ASSIGN, now)
    if case.process == Process.ASSIGNED and (case.department_id, case.person_id) == (
        department_id,
        person_id,
    ):
        return case
    if not Department.objects.filter(pk=department_id, unit=case.unit_id).exists():
        raise ValidationError({"department": _("Please choose a department.")})
    if person_id is not None and not workers(case.unit_id, now).filter(pk=person_id).exists():
        raise ValidationError({"person": _("This person does not work for the unit.")})
    carry_out(case, Command.ASSIGN, by=by, now=now, department_id=department_id, person_id=person_id)
    if case.answer_duty is not None and not case.answer_duty.is_closed:
        assign_duty(
            by=SYSTEM, duty_id=case.answer_duty.pk, department_id=department_id, person_id=person_id, now=now
        )
    return case


@transaction.atomic
def assign_many(*, by: Actor, case_ids: Sequence[int], department_id: int | None, now: datetime) -> int:
    """Take in, where that was not done, and give several to one department; returns how many."""
    done = 0
    for case_id in sorted(case_ids):
        case = lock(case_id)
        if case.process == Process.WAITING:
            accept(by=by, case_id=case_id, now=now)
        elif case.process not in {Process.ACCEPTED, Process.ASSIGNED, Process.REOPENED}:
            continue
        assign(by=by, case_id=case_id, department_id=department_id, now=now)
        done += 1
    return done


@transaction.atomic
def send_back(*, by: Actor, case_id: int, reason: str, now: datetime) -> Case:
    """The department says, once, that it is not theirs; the office gives it to somebody else.

    Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.SEND_BACK, now)
    if is_done(case, Command.SEND_BACK):
        return case
    note = said(reason, "reason")
    return carry_out(
        case, Command.SEND_BACK, by=by, now=now, note=note, facts=facts_of(case, now, words=note),
        department_id=None, person_id=None, sent_back=case.sent_back + 1,
    )  # fmt: skip


@transaction.atomic
def begin(*, by: Actor, case_id: int, now: datetime) -> Case:
    """Say that the work has begun; whoever says so works on it. A repeated call changes nothing."""
    case, by = for_command(by, case_id, Command.START, now)
    if is_done(case, Command.START):
        return case
    return carry_out(case, Command.START, by=by, now=now, person_id=case.person_id or by.user_id)


@transaction.atomic
def ask(*, by: Actor, case_id: int, text: str, now: datetime) -> Question:
    """Ask the sender; until the reply the clock rests, unless the day had passed.

    The same question again while it is open is asked once. Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.ASK, now)
    words = said(text, "text")
    open_one: Question | None = case.questions.filter(replied_at=None).last()
    if case.process == Process.ASKED and open_one is not None and open_one.text == words:
        return open_one
    if case.sender_id is None:
        raise ValidationError(_("The unit that sent it on knows the sender. Please ask there."))
    until = last_day(case.unit, REPLY, now) or local_day(now + _REPLY_DAYS)
    carry_out(case, Command.ASK, by=by, now=now, words=words)
    row = Question(unit_id=case.unit_id, case=case, text=words, asked_at=now, until=until)
    row.save()
    return row


@transaction.atomic
def enter_reply(*, by: Actor, case_id: int, text: str, now: datetime) -> Case:
    """Write down what the sender said. Raises NotFound, Forbidden, ValidationError."""
    case, by = for_command(by, case_id, Command.REPLY, now)
    if is_done(case, Command.REPLY):
        return case
    words = said(text, "text")
    carry_out(case, Command.REPLY, by=by, now=now)
    case.questions.filter(replied_at=None).update(reply=words, replied_at=now)
    return case


@transaction.atomic
def extend(*, by: Actor, case_id: int, until: date, words: str, now: datetime) -> Case:
    """Give it more time before its day has passed; the sender is told why at once.

    The same day again changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.EXTEND, now)
    duty = case.answer_duty
    if duty is not None and duty.extensions and duty.extensions[-1]["until"] == until.isoformat():
        return case
    words = said(words)
    carry_out(case, Command.EXTEND, by=by, now=now, words=words)
    assert duty is not None  # noqa: S101  # the table demands a term
    _refuse_too_long(case, until)
    case.answer_duty = extend_duty(by=by, duty_id=duty.pk, until=until, reason=words[:600], now=now)
    return case


def _refuse_too_long(case: Case, until: date) -> None:
    """Where the law says for how long at most, no day after that is granted."""
    rule, duty = case.kind.extension_rule, case.answer_duty
    if not rule or duty is None:
        return
    chain, start = chain_of(case.unit), start_of_day(duty.due_on)
    try:
        latest = verdict(start, terms(chain, [rule], duty.due_on), calendar_of(chain)).on
    except NoRuleInForce:
        return
    if until > latest:
        told = _("The law allows more time until %(day)s at most.") % {"day": f"{latest:%d/%m/%Y}"}
        raise ValidationError({"until": told})


@transaction.atomic
def close(*, by: Actor, case_id: int, now: datetime) -> Case:
    """Close what is answered; a repeated call changes nothing. Raises NotFound, Forbidden."""
    case, by = for_command(by, case_id, Command.CLOSE, now)
    if is_done(case, Command.CLOSE):
        return case
    return carry_out(case, Command.CLOSE, by=by, now=now)


def close_due(*, now: datetime) -> int:
    """Close answers after the days for rating, and cases whose sender never replied; returns how many."""
    with everything("the clock closes cases of every unit"):
        quiet = Case.objects.filter(process=Process.ASKED.value, questions__until__lt=local_day(now))
        silent = list(
            quiet.filter(questions__replied_at=None).distinct().values_list("pk", flat=True)[:_ROWS]
        )
        old = Case.objects.filter(process=Process.ANSWERED.value, answered_at__lt=now - timedelta(days=1))
        done = sum(_give_up(pk, now) for pk in silent)
        return done + sum(
            _close_old(pk, now) for pk in old.order_by("answered_at").values_list("pk", flat=True)[:_ROWS]
        )


@transaction.atomic
def _give_up(case_id: int, now: datetime) -> bool:
    case = lock(case_id)
    if case.process != Process.ASKED or not facts_of(case, now).reply_overdue:
        return False
    words = _("We have not heard from you in time, so this is closed. You can ask to open it again.")
    carry_out(case, Command.GIVE_UP, by=SYSTEM, now=now, words=words, outcome=Outcome.NO_INFORMATION.value)
    return True


@transaction.atomic
def _close_old(case_id: int, now: datetime) -> bool:
    case = lock(case_id)
    last = last_day(case.unit, CLOSE, case.answered_at) if case.answered_at else None
    if case.process != Process.ANSWERED or last is None or local_day(now) <= last:
        return False
    carry_out(case, Command.CLOSE, by=SYSTEM, now=now)
    return True
