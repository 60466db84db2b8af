"""What is sent to readers leaves in slow tasks; what is not needed any more is forgotten."""

from datetime import datetime

from django_tasks import task

from conglang.base.duties.queries import calendar_of
from conglang.base.ledger.queues import SLOW
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.legal import NATIONAL
from conglang.tools.notify.models import Sending
from conglang.tools.notify.posting import open_post
from conglang.tools.notify.queries import due_readers
from conglang.tools.notify.rules import LINK_LIVES, is_morning
from conglang.tools.notify.services.change import forget_unconfirmed
from conglang.tools.notify.services.count import forget_deliveries
from conglang.tools.notify.services.send_digests import send_digests
from conglang.tools.notify.services.send_pushes import LEASE, send_pushes, signer_of

MOST = 20  # sendings a time
FIRST = 10  # of the slow tasks: news wait for no folder of scans


@every(seconds=600)
def serve_the_morning(now: datetime) -> None:
    """On the morning of a working day, hand the digests to the queue."""
    today = local_day(now)
    if is_morning(now) and due_readers(today).exists() and calendar_of((NATIONAL,)).is_working(today):
        write_digests.enqueue()


@every(seconds=3600)
def forget(now: datetime) -> None:
    """Forget addresses that nobody confirmed, and who got what."""
    forget_unconfirmed(before=now - LINK_LIVES)
    forget_deliveries(now=now)


@every(seconds=10)
def push_due(now: datetime) -> None:
    """Hand the sendings whose time has come to the queue; a task that is lost comes again."""
    with everything("sendings of all units are due"):
        for pk in Sending.objects.filter(next_at__lte=now).values_list("pk", flat=True)[:MOST]:
            if Sending.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + LEASE):
                push.enqueue(pk)


@task(queue_name=SLOW, priority=FIRST)
def push(sending_id: int) -> None:
    """One pass of a sending; the rest queues up again."""
    now = clock_now()
    if send_pushes(sending_id=sending_id, post=open_post(signer_of(sending_id)), now=now):
        push.enqueue(sending_id)


@task(queue_name=SLOW)
def write_digests() -> None:
    """Write some digests, and queue the rest behind what else is slow."""
    now = clock_now()
    if is_morning(now) and send_digests(now=now):
        write_digests.enqueue()
