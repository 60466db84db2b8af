"""Imports run here, off the requests, and go on after a power cut."""

from datetime import datetime

from django.db.models import Q
from django_tasks import task
from django_tasks.base import Task

from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import WORKING, BatchStatus, ImportBatch
from conglang.content.newsroom.services.approve_batch import carry_out_approval
from conglang.content.newsroom.services.run_import import run_import
from conglang.kernel.clock import now as clock_now


@task()
def read_import(batch_id: int) -> None:
    """Make drafts of an import's files."""
    run_import(batch_id=batch_id, clock=clock_now)


@task()
def approve_import(batch_id: int) -> None:
    """Carry the ordered approval of an import out."""
    carry_out_approval(batch_id=batch_id, clock=clock_now)


@every(seconds=60)
def continue_imports(now: datetime) -> None:
    """Queue again what a dead worker left behind; whoever comes second finds nothing to do."""
    with everything("imports of all units go on"):
        abandoned = Q(claimed_until__lte=now)
        never_begun = Q(claimed_until=None)
        rows = ImportBatch.objects.filter(abandoned | never_begun, status__in=WORKING)
        unfinished = list(rows.values_list("pk", "status"))
    for pk, status in unfinished:
        queue(read_import if status == BatchStatus.RUNNING else approve_import, pk)


def queue(task_of_batch: Task[[int], None], batch_id: int) -> None:
    """Hand a task to the worker."""
    task_of_batch.enqueue(batch_id)
