"""Carry a confirmed import out, a few lines a transaction; whoever is interrupted, the next one goes on."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import everything
from conglang.content.procedures.comparing import EFFECTIVE, Change
from conglang.content.procedures.events import CatalogueChanged
from conglang.content.procedures.models import FormerCode, ImportLine, Procedure, ProcedureImport, Version
from conglang.content.procedures.queries import change_counts
from conglang.content.procedures.rules import content_of

PORTION = 50
_INSTALLATION = Actor.system("procedures")


def carry_out(*, batch_id: int, now: datetime) -> None:
    """Everything that is left of an import. A repeated call, and one at the same time, changes nothing."""
    with everything("what two people decided is carried out by the installation"):
        while _portion(batch_id, now):
            pass


@transaction.atomic
def _portion(batch_id: int, now: datetime) -> bool:
    """Some lines; False when none was left."""
    batch = ProcedureImport.objects.select_for_update().filter(pk=batch_id, finished_at=None).first()
    if batch is None or batch.confirmed_at is None:
        return False
    waiting = ImportLine.objects.filter(batch=batch, done_at=None, change__in=EFFECTIVE)
    lines = list(waiting.order_by("pk")[:PORTION])
    for line in lines:
        line.is_stale = not _carry(line, batch, now)
        line.done_at = now
    ImportLine.objects.bulk_update(lines, ["is_stale", "done_at"])
    if not lines:
        batch.finished_at = now
        batch.save(update_fields=["finished_at"])
        stale = ImportLine.objects.filter(batch=batch, is_stale=True).count()
        record(
            "procedures.import_finished", batch, by=_INSTALLATION, now=now,
            lines=change_counts(batch), left_out=stale,
        )  # fmt: skip
        publish(CatalogueChanged(batch_id=batch.pk, unit_id=batch.unit_id), now=now)
    return bool(lines)


def _carry(line: ImportLine, batch: ProcedureImport, now: datetime) -> bool:
    """Change one procedure; False when the catalogue is no longer what the preview was compared with."""
    row = Procedure.objects.filter(unit=batch.unit_id, code=line.code).first()
    standing = row.sha256 if row is not None and row.repealed_at is None else ""
    if standing != line.basis:
        return False
    if line.change == Change.REPEALED:
        if row is None:
            return False
        row.repealed_at = now
    else:
        row, content = row or Procedure(unit_id=batch.unit_id), content_of(line.content or {})
        bearers = Procedure.objects.filter(unit=batch.unit_id, code=content.code)
        if bearers.exclude(pk=row.pk).exists():
            return False
        if line.change == Change.CODE:
            FormerCode.objects.get_or_create(
                unit_id=batch.unit_id, code=row.code, defaults={"procedure": row}
            )
        row.take(content)
        row.since, row.repealed_at = now, None
        FormerCode.objects.filter(unit=batch.unit_id, code=row.code).delete()
    row.save()
    newest = Version.objects.filter(procedure=row).aggregate(newest=Max("number"))["newest"] or 0
    Version.objects.create(
        unit_id=batch.unit_id, procedure=row, number=newest + 1, change=line.change, content=row.content,
        sha256=row.sha256, since=now, batch=batch,
    )  # fmt: skip
    return True
