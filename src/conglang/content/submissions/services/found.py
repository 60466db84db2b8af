"""What services share: locked rows with the actor to record."""

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.content.submissions.models import Submission
from conglang.content.submissions.permissions import TAKE


def lock(submission_id: int) -> Submission:
    """The row, kept from others until the commit. Raises NotFound."""
    row: Submission | None = (
        Submission.objects.select_for_update(of=("self",)).filter(pk=submission_id).first()
    )
    if row is None:
        raise NotFound
    return row


def lock_for_desk(by: Actor, submission_id: int) -> tuple[Submission, Actor]:
    """The row for whoever decides on it. Raises NotFound, Forbidden."""
    row = lock(submission_id)
    return row, require(by, TAKE, row)
