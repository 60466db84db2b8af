"""A reader changes what they follow, or ends it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from conglang.base.units.scope import everything
from conglang.tools.notify.models import Frequency, Subscription
from conglang.tools.notify.queries import followed_by
from conglang.tools.notify.rules import Wish
from conglang.tools.notify.services.follow import follow


@transaction.atomic
def change(*, row: Subscription, wishes: Iterable[Wish], frequency: Frequency) -> bool:
    """Make it what the reader says; whoever follows nothing any more is forgotten, and it is False.

    The caller has proved that the subscription is the reader's own, by its link or by the device's endpoint.
    """
    row = Subscription.objects.select_for_update().get(pk=row.pk)
    follow(row, wishes)
    if not followed_by(row):
        forget(row=row)
        return False
    row.frequency = frequency
    row.save(update_fields=["frequency"])
    return True


@transaction.atomic
def forget(*, row: Subscription) -> None:
    """Delete everything that is known of a reader; a repeated call changes nothing."""
    with everything("a reader's interests go with the subscription"):
        Subscription.objects.filter(pk=row.pk).delete()


def forget_unconfirmed(*, before: datetime) -> int:
    """Delete addresses that somebody typed and nobody confirmed; returns how many."""
    with everything("addresses of all units that nobody confirmed"):
        _number, of_model = Subscription.objects.filter(confirmed_at=None, asked_at__lt=before).delete()
    return of_model.get(Subscription._meta.label, 0)
