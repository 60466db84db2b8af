"""Events leave in the transaction that made them true, and arrive at every handler at least once."""

from datetime import datetime

from django.db import transaction

from conglang.base.ledger import wakeups
from conglang.base.ledger.events import Event, handlers_of
from conglang.base.ledger.models import Delivery, OutboxMessage


@transaction.atomic
def publish(event: Event, *, now: datetime) -> OutboxMessage:
    """Write the event to the outbox, in the caller's transaction, with one delivery a handler."""
    message = OutboxMessage.objects.create(
        name=event.event_name(), order_key=event.order_key, payload=event.payload(), at=now
    )
    Delivery.objects.bulk_create(
        Delivery(message=message, handler=handler, order_key=message.order_key, due_at=now)
        for handler in handlers_of(type(event))
    )
    wakeups.notify()
    return message
