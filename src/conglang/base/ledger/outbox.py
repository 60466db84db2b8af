"""Events leave in the transaction that made them true, and arrive at every handler at least once."""

import logging
import random
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from conglang.base.ledger import wakeups
from conglang.base.ledger.events import Event, event_class, handler_called, handlers_of
from conglang.base.ledger.models import Delivery, OutboxMessage

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any handler runs; slow work belongs in a task
MOST_ATTEMPTS = 12  # with the waits below, about five hours
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
PENDING, DELIVERED, DEAD = Delivery.State.PENDING, Delivery.State.DELIVERED, Delivery.State.DEAD


@transaction.atomic(savepoint=False)
def publish(event: Event, *, now: datetime) -> OutboxMessage:
    """Write the event to the outbox, in the caller's transaction, with one delivery a handler."""
    message = OutboxMessage.objects.create(
        name=event.event_name(), order_key=event.order_key, payload=event.payload(), at=now
    )
    if handlers := handlers_of(event):
        Delivery.objects.bulk_create(
            Delivery(message=message, handler=handler, order_key=message.order_key, due_at=now)
            for handler in handlers
        )
        wakeups.notify()
    return message


def deliver(*, now: datetime, limit: int = 100) -> int:
    """Try up to `limit` deliveries that are due; returns how many were tried. Safe in any number of workers.

    A delivery that fails waits longer each time and ends as a dead letter, to be seen and retried by people.
    Events with an order key reach a handler in order; one that was given up no longer holds back the others.
    """
    tried = 0
    while batch := list(due(now).select_related("message")[: limit - tried]):
        for delivery in batch:
            if not _claim(delivery, now):
                continue
            tried += 1
            try:
                _hand_over(delivery, now)
            except Exception as error:
                logger.exception("%s failed on %s", delivery.handler, delivery.message)
                _put_back(delivery, error, now)
    return tried


def due(now: datetime) -> QuerySet[Delivery]:
    """Deliveries that may be tried, oldest first."""
    earlier = Delivery.objects.filter(
        handler=OuterRef("handler"), order_key=OuterRef("order_key"), state=PENDING, id__lt=OuterRef("id")
    )
    return (
        Delivery.objects.filter(state=PENDING, due_at__lte=now)
        .filter(Q(order_key="") | ~Exists(earlier))
        .order_by("due_at", "id")
    )


def dead() -> QuerySet[Delivery]:
    """Dead letters, newest first, with their messages."""
    return Delivery.objects.filter(state=DEAD).select_related("message").order_by("-finished_at", "-id")


@transaction.atomic
def retry(delivery_ids: list[int], *, now: datetime) -> int:
    """Try these dead letters again from the start; others are left alone. Returns how many."""
    count = Delivery.objects.filter(pk__in=delivery_ids, state=DEAD).update(
        state=PENDING, attempts=0, due_at=now, finished_at=None
    )
    wakeups.notify()
    return count


def prune(*, now: datetime) -> int:
    """Remove messages older than 30 days that reached every handler; returns how many. Dead letters stay."""
    open_ends = Delivery.objects.filter(message=OuterRef("pk")).exclude(state=DELIVERED)
    old = OutboxMessage.objects.filter(~Exists(open_ends), at__lt=now - KEPT_FOR)
    total = 0
    # in small bites, because one big delete would keep SQLite's writers waiting
    while bite := list(old.values_list("pk", flat=True)[:500]):
        OutboxMessage.objects.filter(pk__in=bite).delete()
        total += len(bite)
    return total


def wait_before(attempt: int) -> timedelta:
    """How long to wait before the next try: twice as long each time, up to an hour, spread by chance."""
    # failures come in crowds, and a crowd that returns together fails together
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    return timedelta(seconds=wait.total_seconds() * spread)


def _claim(delivery: Delivery, now: datetime) -> bool:
    """Take a delivery unless another worker was faster; a handler that kills us has used up its attempt."""
    free = _with_attempts(delivery)
    delivery.attempts += 1
    return bool(free.update(attempts=delivery.attempts, due_at=now + LEASE))


def _with_attempts(delivery: Delivery) -> QuerySet[Delivery]:
    # the attempt is the token: a worker whose lease ran out finds another number, and leaves it to the other
    return Delivery.objects.filter(pk=delivery.pk, state=PENDING, attempts=delivery.attempts)


@transaction.atomic
def _hand_over(delivery: Delivery, now: datetime) -> None:
    if _with_attempts(delivery).update(state=DELIVERED, finished_at=now, last_error=""):
        event = event_class(delivery.message.name).from_payload(delivery.message.payload)
        handler_called(delivery.handler)(event, now)


def _put_back(delivery: Delivery, error: Exception, now: datetime) -> None:
    ours = _with_attempts(delivery)
    text = f"{type(error).__name__}: {error}"[:2000].replace("\0", "").encode(errors="replace").decode()
    if delivery.attempts >= MOST_ATTEMPTS:
        ours.update(state=DEAD, finished_at=now, last_error=text)
    else:
        ours.update(due_at=now + wait_before(delivery.attempts), last_error=text)
