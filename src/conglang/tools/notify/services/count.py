"""Count what came of a sending."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import everything
from conglang.tools.notify.events import SendingCounted
from conglang.tools.notify.models import Delivery, Outcome, Sending
from conglang.tools.notify.queries import accepted_by_hamlet, outcomes
from conglang.tools.notify.rules import KEPT_FOR


@transaction.atomic
def count(*, sending_id: int, now: datetime) -> None:
    """Keep the numbers and tell whoever asked for the sending; unchanged ones are not told again."""
    with everything("readers are counted, not named"):
        row = Sending.objects.select_for_update().get(pk=sending_id)
        found = outcomes(row)
        before = (row.accepted, row.failed, row.removed)
        row.accepted = found.get(Outcome.ACCEPTED, 0)
        row.failed, row.removed = found.get(Outcome.FAILED, 0), found.get(Outcome.REMOVED, 0)
        if before == (row.accepted, row.failed, row.removed):
            return
        row.by_hamlet = accepted_by_hamlet(row)
        row.save(update_fields=["accepted", "failed", "removed", "by_hamlet"])
        publish(SendingCounted(row.pk, row.key), now=now)


def keep_outcomes(rows: Iterable[Delivery]) -> None:
    """Write down who has something now, at once: it is what keeps a second letter from them."""
    Delivery.objects.bulk_create(list(rows), ignore_conflicts=True)


def forget_deliveries(*, now: datetime) -> None:
    """Forget who got what; the counts stay."""
    with everything("who got what is kept for some weeks"):
        Delivery.objects.filter(at__lt=now - KEPT_FOR).delete()
