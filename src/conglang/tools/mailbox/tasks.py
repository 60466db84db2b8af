"""Mailboxes are asked by the worker, each in a task of the slow queue."""

from datetime import datetime, timedelta

from django_tasks import task

from conglang.base.ledger.queues import SLOW
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.mailbox.models import MailAccount
from conglang.tools.mailbox.queries import due_accounts
from conglang.tools.mailbox.services.fetch import fetch

FIRST = 10  # of the slow tasks: letters wait for no folder of scans
CLAIM = timedelta(minutes=10)  # longer than any fetch takes


@task(queue_name=SLOW, priority=FIRST)
def fetch_one(account_id: int) -> None:
    """Fetch the new letters of a mailbox."""
    fetch(account_id=account_id, now=clock_now())


@every(seconds=20)
def fetch_due(now: datetime) -> None:
    """Hand the mailboxes whose time has come to the queue; a task that is lost comes again."""
    with everything("mailboxes of all units are asked"):
        for account_id in due_accounts(now):
            if MailAccount.objects.filter(pk=account_id, next_at__lte=now).update(next_at=now + CLAIM):
                fetch_one.enqueue(account_id)
