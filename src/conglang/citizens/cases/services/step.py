"""One step of a case as the table has it: checked, carried out, written down, told; part of services."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.citizens.cases.events import CaseTold
from conglang.citizens.cases.models import Case, CaseEvent
from conglang.citizens.cases.queries import facts_of
from conglang.citizens.cases.rules import FINAL, SETTLED, STEPS, Command, Facts, Process, fits, lacks
from conglang.citizens.cases.services.clocks import apply
from conglang.citizens.cases.services.keeping import keep_until_term
from conglang.citizens.cases.wording import NEEDS


def is_done(case: Case, command: Command) -> bool:
    """Whether this command brought the case to where it is, so that a repeat changes nothing."""
    step = STEPS[command]
    if case.process in step.sources or step.target is None or case.process != step.target:
        return False
    last = case.events.last()
    return last is not None and last.command == command


def carry_out(
    case: Case,
    command: Command,
    *,
    by: Actor,
    now: datetime,
    words: str = "",
    note: str = "",
    facts: Facts | None = None,
    **changes: Any,
) -> Case:
    """Move a locked case by a command; `words` are for the sender, `note` stays inside.

    Raises ValidationError when the command does not fit where the case stands, or a need is not met.
    """
    step, before = STEPS[command], Process(case.process)
    _check(case, command, facts or facts_of(case, now, words=words or note))
    if step.target is not None:
        case.process = step.target.value
    if step.outcome is not None:
        case.outcome = step.outcome.value
    for name, value in (changes | ({"told": words} if words else {})).items():
        setattr(case, name, value)
    after = Process(case.process)
    case.closed_at = (case.closed_at or now) if after in SETTLED else None
    for effect in step.effects:
        apply(case, effect, by=by, words=words or note, now=now)
    case.save()
    if FINAL & {before, after}:
        keep_until_term(case, now)
    note_event(case, command.value, by=by, now=now, before=before, words=words, note=note)
    record(f"cases.{command.value}", case, by=by, now=now, before=before, after=case.process)
    if step.tells:
        publish(CaseTold(case.pk, case.unit_id, command.value), now=now)
    return case


def _check(case: Case, command: Command, facts: Facts) -> None:
    if not fits(command, Process(case.process)):
        raise ValidationError(_("This case moved on meanwhile. Please look at it again."))
    missing = lacks(command, facts)
    if missing:
        raise ValidationError([str(NEEDS[need]) for need in missing])


def note_event(
    case: Case, command: str, *, by: Actor, now: datetime, before: str = "", words: str = "", note: str = ""
) -> None:
    """Add a line to the history of a case; without a name it was the sender or the clock."""
    CaseEvent(
        unit_id=case.unit_id, case=case, at=now, command=command, before=before, after=case.process,
        words=words, note=note, by_id=by.user_id, by_name=by.name[:200] if by.user_id else "",
    ).save()  # fmt: skip
