"""What follows from events: a case goes where its answer stands."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.citizens.cases.models import CaseAnswer
from conglang.citizens.cases.services.answer import follow_answer
from conglang.tools.approval.events import ItemPublished, ItemReturned, ItemSubmitted

_LABEL = CaseAnswer._meta.label_lower


def _follow(event: ItemSubmitted | ItemReturned | ItemPublished, now: datetime) -> None:
    if event.model == _LABEL:
        with everything("a case goes where its answer stands"):
            follow_answer(answer_id=event.object_id, now=now)


@subscribe(ItemSubmitted)
def answer_submitted(event: ItemSubmitted, now: datetime) -> None:
    """It waits for the approver."""
    _follow(event, now)


@subscribe(ItemReturned)
def answer_returned(event: ItemReturned, now: datetime) -> None:
    """It is worked on again."""
    _follow(event, now)


@subscribe(ItemPublished)
def answer_published(event: ItemPublished, now: datetime) -> None:
    """The sender has it."""
    _follow(event, now)
