"""Look up what a person is about to change."""

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.citizens.questions.models import Answer, Question


def lock_question(pk: int, by: Actor, permission: str) -> tuple[Question, Actor]:
    """The question, held until the transaction ends. Raises NotFound, Forbidden."""
    row: Question | None = Question.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, permission, row)


def lock_answer(pk: int, by: Actor, permission: str) -> tuple[Answer, Actor]:
    """The answer, held until the transaction ends. Raises NotFound, Forbidden."""
    row: Answer | None = Answer.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, permission, row)
