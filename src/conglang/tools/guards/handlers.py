"""After an item was stopped, those who keep watch get a mail; it names nothing of the content."""

from datetime import datetime

from conglang.base.accounts.models import Membership
from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.tools.guards.events import ItemStopped
from conglang.tools.guards.permissions import KEEPERS
from conglang.tools.guards.tasks import mail_keeper


@subscribe(ItemStopped)
def tell_keepers(event: ItemStopped, now: datetime) -> None:
    """Queue a mail to each security reviewer, head editor and leader of the unit."""
    with everything("those who keep watch over a unit are told"):
        rows = Membership.objects.in_force(now).filter(unit=event.unit_id, role__in=KEEPERS)
        people = set(rows.values_list("user_id", flat=True))
    for user_id in sorted(people):
        mail_keeper.enqueue(event.stop_id, user_id)
