"""Tell the sender that the letter is here, and under which code."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.tasks import send_mail
from conglang.tools.mailbox import receipts
from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.queries import may_acknowledge


@transaction.atomic
def acknowledge(*, letter: Letter, now: datetime) -> bool:
    """Send the receipt with the code, where one may be sent, once. Whether it was sent.

    The caller has made or locked the letter in this transaction.
    """
    if not may_acknowledge(letter, now):
        return False
    letter.acknowledged_at = now
    letter.save(update_fields=["acknowledged_at"])
    send_mail.enqueue(receipts.KIND, letter.pk, {})
    return True
