"""The daily letter about duties; its rows are read while it is written."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import ngettext

from conglang.base.accounts.mails import Draft, Words, desk_url
from conglang.base.accounts.models import User
from conglang.base.duties.models import Notice

DIGEST = "duties.digest"
MOST = 60  # lines; the rest is counted


def digest(key: int, words: Words, _now: datetime) -> Draft | None:
    """Everything that was put into the letter of `words["at"]`, the most urgent first."""
    person = User.objects.filter(pk=key, is_active=True).first()
    rows = Notice.objects.filter(person=key, mailed_at=datetime.fromisoformat(words["at"]), read_at=None)
    notices = list(rows.select_related("duty__unit").order_by(F("duty__due_at"), "pk"))
    if person is None or not notices:
        return None
    subject = ngettext("%(count)d reminder of a duty", "%(count)d reminders of duties", len(notices))
    context = {
        "person": person,
        "notices": notices[:MOST],
        "more": max(0, len(notices) - MOST),
        "link": desk_url("duties:notices"),
    }
    return person.email, subject % {"count": len(notices)}, context
