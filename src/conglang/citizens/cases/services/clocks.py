"""The duties of a case: started at its receipt, moved and closed by what happens to it; part of services."""

from datetime import datetime
from functools import partial

from django.db import models

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import Law, law_of
from conglang.base.duties.services import close, move
from conglang.base.duties.services.reopen import reopen
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.rules import Effect, Process
from conglang.citizens.cases.services.found import SYSTEM
from conglang.kernel.clock import local_day
from conglang.kernel.rules import NoRuleInForce

INTAKE_KEY, ANSWER_KEY = "tiep-nhan", "tra-loi"
HELD_RULE = "CASE_HELD"


def desk_path(row: models.Model) -> str:
    """The page of a row of this room on the desk; urls lie above services."""
    return f"/ho-so/{row.pk}/"


def start_clocks(case: Case, now: datetime, *, is_new: bool = False) -> None:
    """Intake and answer both count from the receipt: accepting late gains nothing.

    A new case is one that this transaction has made.
    """
    held = [HELD_RULE] if case.process == Process.QUARANTINED else []
    intake, answer = [*case.kind.intake_rules, *held], _answer_rules(case)
    law = law_of(case.unit, [*intake, *answer])
    trigger = Trigger(f"Nhận hồ sơ {case}", case.received_at)
    begin = partial(_start, case, law, trigger=trigger, now=now, is_new=is_new)
    case.intake_duty = begin(INTAKE_KEY, f"Tiếp nhận {case}", intake)
    case.answer_duty = begin(ANSWER_KEY, f"Trả lời {case}", answer)


def _answer_rules(case: Case) -> list[str]:
    field = case.field
    return [*case.kind.answer_rules, *([field.rule] if field else [])]


def _start(
    case: Case, law: Law, key: str, title: str, ids: list[str], *, trigger: Trigger, now: datetime,
    is_new: bool = False,
) -> Duty | None:  # fmt: skip
    """The duty, or None where no term is in force: then nobody is shown a date."""
    try:
        law.terms(ids, local_day(trigger.instant))
    except NoRuleInForce:
        return None
    return start(
        by=SYSTEM, unit_id=case.unit_id, key=key, title=title, rules=ids, trigger=trigger,
        subject=Subject(case, str(case), desk_path(case), law if is_new else None), now=now,
        department_id=case.department_id, person_id=case.person_id,
    )  # fmt: skip


def apply(case: Case, effect: Effect, *, by: Actor, words: str, now: datetime) -> None:
    """Do to the duties what the table says; those that are closed stay as they are."""
    hand = SYSTEM if by.user_id is None else by
    intake, answer = case.intake_duty, case.answer_duty
    if effect is Effect.STOP_INTAKE:
        if intake is not None:
            close.fulfil(by=SYSTEM, duty_id=intake.pk, now=now)
    elif effect is Effect.BEGIN_ANEW:
        _begin_anew(case, words, now)
    elif answer is None or answer.is_closed:
        return
    elif effect is Effect.PAUSE:
        if now < answer.due_at:
            move.pause(by=hand, duty_id=answer.pk, reason=f"Chờ người gửi bổ sung ({case})", now=now)
    elif effect is Effect.RESUME:
        move.resume(by=hand, duty_id=answer.pk, now=now)
    elif effect is Effect.DONE:
        close.fulfil(by=hand, duty_id=answer.pk, now=now, at=case.answered_at)
    elif effect is Effect.VOID:
        close.cancel(by=SYSTEM, duty_id=answer.pk, reason=f"Hồ sơ {case} kết thúc", now=now)


def _begin_anew(case: Case, words: str, now: datetime) -> None:
    """After a reopening a clock of its own; after a merge that was none the old one goes on."""
    if case.process == Process.ACCEPTED:
        if case.answer_duty is not None:
            case.answer_duty = reopen(
                by=SYSTEM, duty_id=case.answer_duty.pk, reason=words or str(case), now=now
            )
        return
    case.round += 1
    ids = _answer_rules(case)
    law, trigger = law_of(case.unit, ids), Trigger(f"Mở lại hồ sơ {case}", now)
    key, title = f"{ANSWER_KEY}-{case.round}", f"Trả lời lại {case}"
    case.answer_duty = _start(case, law, key, title, ids, trigger=trigger, now=now)
