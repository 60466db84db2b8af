"""Public pages that have to be there for some days are looked at, each in a task of its own."""

from datetime import datetime, timedelta

from django_tasks import task

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import PageWatch
from conglang.base.duties.queries import watches_due
from conglang.base.duties.services.watch import note_look
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.portal.probing import address_of, look

SYSTEM = Actor.system("probe")
MOST = 100  # a minute
CLAIM = timedelta(minutes=10)  # longer than any look takes; a task that is lost comes again


@every(seconds=60)
def look_at_pages(now: datetime) -> None:
    """Hand the pages whose time has come to the queue."""
    with everything("pages of every unit are looked at"):
        for watch in watches_due(now, MOST):
            if PageWatch.objects.filter(pk=watch.pk, next_at=watch.next_at).update(next_at=now + CLAIM):
                look_at.enqueue(watch.pk)


@task()
def look_at(watch_id: int) -> None:
    """Fetch one page and keep what was found; nothing is locked while the net is waited for."""
    with everything("pages of every unit are looked at"):
        watch = PageWatch.objects.filter(pk=watch_id, ended_at=None).first()
        if watch is None:
            return
        sight = look(watch.unit_id, watch.path)
        url = address_of(watch.unit_id, watch.path)
        note_look(by=SYSTEM, watch_id=watch_id, sight=sight, url=url, now=clock_now())
