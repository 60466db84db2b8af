"""What follows when a letter lies before the desk."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.content.submissions.tasks import take_letter
from conglang.tools.mailbox.events import LetterReceived


@subscribe(LetterReceived)
def lay_before_desk(event: LetterReceived, now: datetime) -> None:
    """Have the letter become a submission; its files may be large, so in a task."""
    take_letter.enqueue(event.letter_id)
