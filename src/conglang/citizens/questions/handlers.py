"""What follows from events: a public answer is found, and settles the questions that it answers."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.citizens.questions.findable import LABEL, follow
from conglang.citizens.questions.services.settle import settle_questions
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn


@subscribe(ItemPublished, about=[LABEL])
def show_answer(event: ItemPublished, now: datetime) -> None:
    """Let visitors find it, and its askers read it."""
    follow(event.object_id, now)
    settle_questions(answer_id=event.object_id, now=now)


@subscribe(ItemWithdrawn, about=[LABEL])
def hide_answer(event: ItemWithdrawn, now: datetime) -> None:
    """Take it from the search; the desk keeps it."""
    follow(event.object_id, now)
