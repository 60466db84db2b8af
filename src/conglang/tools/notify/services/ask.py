"""Ask for a digest: nothing is sent to an address before its owner confirms."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.sealing import seal
from conglang.base.accounts.tasks import send_mail
from conglang.kernel.clock import local_day
from conglang.tools.notify.links import PURPOSE, mark_of
from conglang.tools.notify.models import Frequency, Subscription, Way
from conglang.tools.notify.rules import ASKS_A_DAY, Wish

CONFIRM = "notify.confirm"


@transaction.atomic
def ask(*, address: str, home_id: int, wish: Wish, frequency: Frequency, now: datetime) -> None:
    """Keep the wish and write to the address. Known and unknown addresses are treated alike.

    An address gets a few such letters a day at most: further wishes of that day are dropped without a word.
    """
    address = address.strip().lower()
    mark = mark_of(Way.EMAIL, address)
    row = Subscription.objects.select_for_update().filter(way=Way.EMAIL, mark=mark).first()
    row = row or Subscription(way=Way.EMAIL, mark=mark, home_id=home_id, made_at=now)
    is_same_day = row.asked_at is not None and local_day(row.asked_at) == local_day(now)
    row.asks = row.asks + 1 if is_same_day else 1
    if row.asks > ASKS_A_DAY:
        return
    row.sealed = seal(address, PURPOSE)
    row.wish = {
        "unit": wish.unit_id,
        "topics": sorted(wish.topics),
        "hamlet": wish.hamlet_id,
        "frequency": Frequency(frequency).value,
    }
    row.asked_at = now
    row.save()
    send_mail.enqueue(CONFIRM, row.pk, {})
