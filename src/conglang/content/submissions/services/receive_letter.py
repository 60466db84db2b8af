"""Make a submission of a letter to the desk."""

from datetime import datetime
from io import BytesIO

from conglang.base.accounts.actor import Actor
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.submissions.models import Channel, Submission
from conglang.content.submissions.services.receive import Story, receive
from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.queries import files_of
from conglang.tools.mailbox.rules import TAKEN

SYSTEM = Actor.system("mailbox")


def receive_letter(*, letter: Letter, now: datetime) -> Submission | None:
    """What the letter says, as a submission or as an answer to that of its thread; the same one each time.

    None for a letter that waits for a person. Files are taken out of the original before the transaction.
    """
    if letter.state not in TAKEN:
        return None
    story = Story(
        title=letter.subject,
        text=letter.text,
        sender_name=letter.sender_name,
        sender_contact=letter.sender_address,
    )
    files = [IncomingFile(each.name, BytesIO(each.data)) for each in files_of(letter)]
    first: Submission | None = None
    if letter.thread is not None:
        first = Submission.objects.filter(unit=letter.unit_id, uid=letter.thread.uid).first()
    return receive(
        by=SYSTEM,
        unit_id=letter.unit_id,
        channel=Channel.MAIL,
        uid=letter.uid,
        story=story,
        files=files,
        reply_to=first,
        now=now,
    )
