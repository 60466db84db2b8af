"""The owner of an address says yes."""

from datetime import datetime

from django.db import transaction

from conglang.kernel.clock import local_day
from conglang.tools.notify.links import BadLink, read_confirm, stamp_of
from conglang.tools.notify.models import Subscription
from conglang.tools.notify.rules import Wish
from conglang.tools.notify.services.follow import follow


@transaction.atomic
def confirm(*, token: str, now: datetime) -> Subscription:
    """Let the wish that the letter was about hold; a repeated call changes nothing.

    Only the link of the newest letter counts: it is the one whose wish the owner has read. Raises BadLink.
    """
    asked = read_confirm(token)
    row = Subscription.objects.select_for_update().filter(uid=asked.uid).first()
    if row is None or stamp_of(row.asked_at) != asked.at:
        raise BadLink
    if row.wish is None:
        return row
    wish = row.wish
    follow(row, [Wish(wish["unit"], frozenset(wish["topics"]), wish["hamlet"])])
    row.frequency, row.wish = wish["frequency"], None
    if row.confirmed_at is None:
        row.confirmed_at, row.served_on = now, local_day(now)
    row.save()
    return row
