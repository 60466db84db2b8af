"""What whoever wrote to the desk gets to hear: a question, a reason, the address of the published item."""

from datetime import datetime
from typing import Any

from conglang.base.accounts.mails import Draft, Words, add_kind
from conglang.base.accounts.tasks import send_mail
from conglang.base.units.scope import everything
from conglang.content.submissions.models import Channel, Question, Submission
from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.replies import may_be_answered, reply, subject_of
from conglang.tools.notify.links import address_on

ASKED, DECLINED, PUBLISHED = "submissions.asked", "submissions.declined", "submissions.published"


def letter_of(row: Submission) -> Letter | None:
    """The letter that a submission was made of, if its writer can be answered."""
    if row.channel != Channel.MAIL:
        return None
    letter = Letter.objects.select_related("unit", "account").filter(unit=row.unit_id, uid=row.uid).first()
    return letter if letter is not None and may_be_answered(letter) else None


def write_to_sender(kind: str, row: Submission, key: int) -> None:
    """Have a letter written to whoever wrote one."""
    if letter_of(row) is not None:
        send_mail.enqueue(kind, key, {})


def asked(key: int, _words: Words, _now: datetime) -> Draft | None:
    """A question of the desk."""
    with everything("a letter is written for whoever wrote one"):
        question = Question.objects.select_related("submission").filter(pk=key).first()
        return _draft(question.submission, f"hoi-{key}", {"question": question.text}) if question else None


def declined(key: int, _words: Words, _now: datetime) -> Draft | None:
    """Why it is not used."""
    with everything("a letter is written for whoever wrote one"):
        row = Submission.objects.filter(pk=key).first()
        return _draft(row, "tra-lai", {"reason": row.decline_reason}) if row else None


def published(key: int, _words: Words, _now: datetime) -> Draft | None:
    """Where the item stands."""
    with everything("a letter is written for whoever wrote one"):
        row = Submission.objects.select_related("article").filter(pk=key).first()
        if row is None or row.article is None or not row.article.live:
            return None
        address = address_on(row.unit_id, row.article.get_absolute_url())
        return _draft(row, "dang", {"title": row.article.title, "address": address})


def _draft(row: Submission, mark: str, said: dict[str, Any]) -> Draft | None:
    letter = letter_of(row)
    if letter is None:
        return None
    return letter.sender_address, subject_of(letter), {"letter": letter, **said, **reply(letter, mark)}


add_kind(ASKED, asked)
add_kind(DECLINED, declined)
add_kind(PUBLISHED, published)
