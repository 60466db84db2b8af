"""The receipt of a letter: a mail with the code under which it lies here."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from conglang.base.accounts.mails import Draft, Words
from conglang.tools.mailbox.models import Letter

KIND = "mailbox.receipt"


def draft(key: int, _words: Words, _now: datetime) -> Draft | None:
    """The receipt, marked as written by a program (RFC 3834)."""
    letter = Letter.objects.select_related("unit", "account").filter(pk=key).first()
    if letter is None:
        return None
    headers = {
        "Message-ID": f"<thu-{letter.uid}@{_host()}>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "Reply-To": letter.account.address,
    }
    if letter.message_id:
        headers |= {"In-Reply-To": f"<{letter.message_id}>", "References": f"<{letter.message_id}>"}
    subject = _("Received: %(code)s") % {"code": letter.code}
    return letter.sender_address, subject, {"letter": letter, "headers": headers}


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
