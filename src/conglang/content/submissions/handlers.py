"""What follows when a letter lies before the desk, and what its writer hears of it."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.content.submissions.events import SenderAsked, SubmissionSettled
from conglang.content.submissions.letters import ASKED, DECLINED, PUBLISHED, write_to_sender
from conglang.content.submissions.models import Submission
from conglang.content.submissions.tasks import take_letter
from conglang.tools.approval.events import ItemPublished
from conglang.tools.mailbox.events import LetterReceived

READING = "what people sent is looked up by its key"


@subscribe(LetterReceived)
def lay_before_desk(event: LetterReceived, now: datetime) -> None:
    """Have the letter become a submission; its files may be large, so in a task."""
    take_letter.enqueue(event.letter_id)


@subscribe(SenderAsked)
def ask_by_letter(event: SenderAsked, now: datetime) -> None:
    """Send the question to whoever wrote a letter."""
    with everything(READING):
        write_to_sender(ASKED, Submission.objects.get(pk=event.submission_id), event.question_id)


@subscribe(SubmissionSettled)
def say_why_not(event: SubmissionSettled, now: datetime) -> None:
    """Send the reason; of a draft that was made there is nothing to say yet."""
    if event.article_id is None:
        with everything(READING):
            write_to_sender(DECLINED, Submission.objects.get(pk=event.submission_id), event.submission_id)


@subscribe(ItemPublished)
def say_where_it_stands(event: ItemPublished, now: datetime) -> None:
    """Send the address the first time that the item is public."""
    if event.model != Article._meta.label_lower:
        return
    with everything(READING):
        for row in Submission.objects.filter(article=event.object_id, told_published_at=None):
            row.told_published_at = now
            row.save(update_fields=["told_published_at"])
            write_to_sender(PUBLISHED, row, row.pk)
