"""What each button of the case page asks and does; which buttons there are, the table in `rules.py` says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.citizens.cases.forms import (
    AssignForm,
    CaseForm,
    ExtendForm,
    ForwardForm,
    MergeForm,
    ReasonForm,
    RefuseForm,
    WordsForm,
)
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.queries import buttons, worked_with
from conglang.citizens.cases.rules import Command
from conglang.citizens.cases.services import decide, join, work
from conglang.citizens.cases.services.forward import forward
from conglang.citizens.cases.services.office import withdraw_for_sender

Given = Mapping[str, Any]
Carry = Callable[[Actor, Case, Given, datetime], object]


@dataclass(frozen=True)
class Act:
    """A form, if something has to be said, and the service."""

    carry: Carry
    form: type[CaseForm] | None = None


def _plain(service: Callable[..., object]) -> Carry:
    return lambda by, case, _given, now: service(by=by, case_id=case.pk, now=now)


def _named(service: Callable[..., object], **names: str) -> Carry:
    """Pass the form's fields to the service's arguments."""
    return lambda by, case, given, now: service(
        by=by, case_id=case.pk, now=now, **{argument: given[name] for argument, name in names.items()}
    )


def _assign(by: Actor, case: Case, given: Given, now: datetime) -> object:
    person = given["person"]
    return work.assign(
        by=by, case_id=case.pk, department_id=given["department"].pk, now=now,
        person_id=person.pk if person else None,
    )  # fmt: skip


def _forward(by: Actor, case: Case, given: Given, now: datetime) -> object:
    return forward(by=by, case_id=case.pk, to_id=given["unit"].pk, words=given["words"], now=now)


ACTS: Mapping[Command, Act] = {
    Command.RELEASE: Act(_plain(decide.release)),
    Command.DISCARD: Act(_named(decide.discard, words="words"), WordsForm),
    Command.ACCEPT: Act(_plain(decide.accept)),
    Command.REFUSE: Act(_named(decide.refuse, ground="ground", words="words"), RefuseForm),
    Command.ASSIGN: Act(_assign, AssignForm),
    Command.SEND_BACK: Act(_named(work.send_back, reason="reason"), ReasonForm),
    Command.START: Act(_plain(work.begin)),
    Command.ASK: Act(_named(work.ask, text="words"), WordsForm),
    Command.REPLY: Act(_named(work.enter_reply, text="words"), WordsForm),
    Command.FORWARD: Act(_forward, ForwardForm),
    Command.EXTEND: Act(_named(work.extend, until="until", words="words"), ExtendForm),
    Command.MERGE: Act(_named(join.merge, code="code"), MergeForm),
    Command.UNMERGE: Act(_named(join.unmerge, reason="reason"), ReasonForm),
    Command.REOPEN: Act(_plain(join.reopen)),
    Command.DECLINE_REOPEN: Act(_named(join.decline_reopen, words="words"), WordsForm),
    Command.CLOSE: Act(_plain(work.close)),
    Command.WITHDRAW: Act(_named(withdraw_for_sender, reason="reason"), ReasonForm),
}
"""Commands without a row here follow from others: an answer is submitted and approved on its own page."""
MAIN = frozenset({Command.ACCEPT, Command.ASSIGN, Command.START, Command.REOPEN, Command.RELEASE})
DANGEROUS = frozenset({Command.DISCARD, Command.REFUSE, Command.WITHDRAW, Command.DECLINE_REOPEN})
PLAIN = tuple(command for command, act in ACTS.items() if act.form is None)
"""What asks nothing and can be done with many cases at once."""


def act_on_many(by: Actor, case_ids: Iterable[int], command: Command, now: datetime) -> int:
    """Do it with those of the cases for which the person has its button; returns how many."""
    rows = worked_with(by, now).filter(pk__in=case_ids)
    fitting = [case for case in rows if command in buttons(by, case, now)]
    for case in fitting:
        ACTS[command].carry(by, case, {}, now)
    return len(fitting)
