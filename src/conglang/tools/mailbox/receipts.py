"""The receipt of a letter: a mail with the code under which it lies here."""

from datetime import datetime

from django.utils.translation import gettext as _

from conglang.base.accounts.mails import Draft, Words
from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.replies import reply

KIND = "mailbox.receipt"


def draft(key: int, _words: Words, _now: datetime) -> Draft | None:
    """The receipt, marked as written by a program (RFC 3834)."""
    letter = Letter.objects.select_related("unit", "account").filter(pk=key).first()
    if letter is None:
        return None
    answer = reply(letter, "nhan")
    answer["headers"] |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    subject = _("Received: %(code)s") % {"code": letter.code}
    return letter.sender_address, subject, {"letter": letter, **answer}
