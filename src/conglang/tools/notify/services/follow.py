"""Write down what a reader follows."""

from collections.abc import Iterable

from conglang.base.units.models import Hamlet
from conglang.base.units.scope import Scope, use_scope
from conglang.tools.notify.models import Interest, Subscription
from conglang.tools.notify.rules import MOST_TOPICS, MOST_UNITS, OWN, Wish


def follow(row: Subscription, wishes: Iterable[Wish]) -> None:
    """Make the interests in these units what the wishes say; other units stay. Without topics a unit goes.

    Own matters stay. A hamlet of another unit is left out. Runs in the caller's transaction.
    """
    wanted = {wish.unit_id: wish for wish in list(wishes)[:MOST_UNITS]}
    units = frozenset(wanted)
    with use_scope(Scope(acting=None, readable=units, writable=units)):
        hamlets = set(Hamlet.objects.filter(unit__in=units).values_list("pk", "unit_id"))
        rows = Interest.objects.filter(subscription=row).exclude(topic__startswith=OWN)
        known = {(each.unit_id, each.topic): each for each in rows}
        for wish in wanted.values():
            home = wish.hamlet_id if (wish.hamlet_id, wish.unit_id) in hamlets else None
            for topic in sorted(wish.topics)[:MOST_TOPICS]:
                each = known.pop((wish.unit_id, topic), None)
                each = each or Interest(unit_id=wish.unit_id, subscription=row, topic=topic)
                each.hamlet_id = home
                each.save()
        Interest.objects.filter(pk__in=[each.pk for each in known.values()]).delete()
