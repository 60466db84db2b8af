"""How answers to cases stand on the desk: in lists of all kinds, and on their own page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from conglang.base.accounts.actor import Actor
from conglang.citizens.cases.models import CaseAnswer
from conglang.citizens.cases.permissions import HANDLE, READ
from conglang.citizens.cases.routes import STEPS
from conglang.citizens.cases.services.answer import follow_answer
from conglang.tools.approval import services
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.rules import Command
from conglang.tools.approval.screens import Carry, Screen


def _submit(item: Any, by: Actor, now: datetime, seen: str, _why: str) -> object:
    services.submit(item=item, by=by, now=now, expected_hash=seen)
    return follow_answer(answer_id=item.pk, by=by, now=now)


_CARRY: Mapping[Command, Carry] = {Command.SUBMIT: _submit}
"""The case follows at once; of what others decide it learns by events."""

SCREEN = Screen(
    model=CaseAnswer,
    read=READ,
    write=HANDLE,
    content="cases/answer_shown.html",
    item="cases:answer",
    change="cases:change",
    command="cases:command",
    index="cases:list",
    steps=STEPS,
    carry=_CARRY,
)


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Answers with the kind of their matter; no words of anybody."""
    rows = CaseAnswer.objects.filter(pk__in=keys).select_related("case")
    return {row.pk: Line(reverse("cases:answer", args=[row.pk]), row.case.kind.name) for row in rows}


register(CaseAnswer, CaseAnswer._meta.verbose_name or "", lines)
