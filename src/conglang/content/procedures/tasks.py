"""Imports are carried out here, off the requests, and go on after a power cut."""

from datetime import datetime, timedelta

from django_tasks import task

from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.content.procedures.models import ProcedureImport
from conglang.content.procedures.services.carry_out import carry_out
from conglang.content.procedures.services.compare_import import compare_import
from conglang.kernel.clock import now as clock_now


@task()
def carry_out_import(batch_id: int) -> None:
    """Change the catalogue as two people decided."""
    carry_out(batch_id=batch_id, now=clock_now())


@task()
def compare_received(batch_id: int) -> None:
    """Make the preview of a big file."""
    compare_import(batch_id=batch_id, now=clock_now())


@every(seconds=60)
def continue_imports(now: datetime) -> None:
    """Queue again what a dead worker left behind; whoever comes second finds nothing to do."""
    with everything("imports of all provinces go on"):
        rows = ProcedureImport.objects.filter(confirmed_at__isnull=False, finished_at=None)
        for batch_id in list(rows.values_list("pk", flat=True)):
            carry_out_import.enqueue(batch_id)
        # those whose event was delivered minutes ago and whose worker died since
        lost = ProcedureImport.objects.filter(
            compared_at=None, withdrawn_at=None, proposed_at__lt=now - timedelta(minutes=5)
        )
        for batch_id in list(lost.values_list("pk", flat=True)):
            compare_received.enqueue(batch_id)
