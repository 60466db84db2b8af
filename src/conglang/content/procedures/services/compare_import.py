"""Take in a big file of the national source, and compare it later, off the request."""

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.scope import everything
from conglang.content.procedures.comparing import compare
from conglang.content.procedures.events import ImportReceived
from conglang.content.procedures.models import ImportLine, ProcedureImport
from conglang.content.procedures.permissions import PROPOSE
from conglang.content.procedures.queries import in_force
from conglang.content.procedures.reading import NoCatalogue, read_export
from conglang.content.procedures.services.propose_import import begun, line_of, told
from conglang.kernel.ids import uuid7

AT_ONCE_BYTES = 300_000  # larger files are compared by the worker: they take seconds


@transaction.atomic
def receive_file(
    *, by: Actor, unit_id: int, name: str, data: bytes, is_whole: bool, now: datetime, uid: UUID | None = None
) -> ProcedureImport:
    """Keep the file until the worker has compared it.

    `uid` names the form that was sent: sent twice, it gives the import of the first time. Raises NotFound,
    Forbidden.
    """
    by = require(by, PROPOSE, unit_id)
    if not Unit.objects.filter(pk=unit_id, level=UnitLevel.PROVINCE).exists():
        raise NotFound
    known: ProcedureImport | None = (
        ProcedureImport.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    )
    if known is not None:
        return known
    batch = begun(by, unit_id, name, sha256(data).hexdigest(), is_whole=is_whole, now=now, uid=uid or uuid7())
    batch.waiting.save(f"upload{PurePath(name).suffix[:8]}", ContentFile(data), save=False)
    batch.save()
    record("procedures.import_received", batch, by=by, now=now, source=batch.sha256)
    publish(ImportReceived(batch_id=batch.pk, unit_id=unit_id), now=now)
    return batch


def compare_import(*, batch_id: int, now: datetime) -> None:
    """Read the file and keep the preview, or why there is none. A repeated call changes nothing."""
    with everything("what a person handed in is compared by the installation"):
        batch: ProcedureImport | None = ProcedureImport.objects.filter(pk=batch_id, compared_at=None).first()
        if batch is None or batch.withdrawn_at is not None:
            return
        with batch.waiting.open("rb") as file:
            data = file.read()
        try:
            planned = compare(read_export(batch.name, data), in_force(batch.unit_id), is_whole=batch.is_whole)
            trouble = ""
        except NoCatalogue as refused:
            planned, trouble = [], refused.reason
        name = str(batch.waiting.name)
        if _keep(batch.pk, planned, trouble, now):
            batch.waiting.storage.delete(name)


@transaction.atomic
def _keep(batch_id: int, planned: Any, trouble: str, now: datetime) -> bool:
    batch = ProcedureImport.objects.select_for_update().get(pk=batch_id)
    if batch.compared_at is not None:
        return False
    batch.compared_at, batch.trouble, batch.waiting = now, trouble, ""
    if trouble:
        batch.withdrawn_at = now
    batch.save(update_fields=["compared_at", "trouble", "waiting", "withdrawn_at"])
    names = {code: content.name for code, content in in_force(batch.unit_id).items()}
    ImportLine.objects.bulk_create([line_of(batch, each, names) for each in planned], batch_size=200)
    if not trouble:
        told(batch, Actor.system("procedures"), now)
    return True
