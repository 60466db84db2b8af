"""Put an import in force, the second person's part, or lay it aside."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.procedures.events import ImportConfirmed
from conglang.content.procedures.models import ProcedureImport
from conglang.content.procedures.permissions import CONFIRM, PROPOSE


class OwnImport(Exception):
    """Whoever proposed an import does not put it in force."""


class ImportOver(Exception):
    """The import was laid aside."""


@transaction.atomic
def confirm_import(*, by: Actor, batch: ProcedureImport, now: datetime) -> ProcedureImport:
    """Have the lines carried out by the worker; a repeated call changes nothing.

    Lines that were wrong stay out. Raises NotFound, Forbidden, OwnImport, ImportOver.
    """
    by = require(by, CONFIRM, batch)
    batch = ProcedureImport.objects.select_for_update().get(pk=batch.pk)
    if batch.confirmed_at is not None:
        return batch
    if batch.withdrawn_at is not None or batch.compared_at is None:
        raise ImportOver
    if batch.proposed_by_id is not None and batch.proposed_by_id == by.user_id:
        raise OwnImport
    batch.confirmed_by_id, batch.confirmed_at = by.user_id, now
    batch.save(update_fields=["confirmed_by", "confirmed_at"])
    record("procedures.import_confirmed", batch, by=by, now=now)
    publish(ImportConfirmed(batch_id=batch.pk, unit_id=batch.unit_id), now=now)
    return batch


@transaction.atomic
def withdraw_import(*, by: Actor, batch: ProcedureImport, now: datetime) -> ProcedureImport:
    """Lay aside what is not in force; a repeated call changes nothing. Raises NotFound, Forbidden."""
    by = require(by, PROPOSE, batch)
    batch = ProcedureImport.objects.select_for_update().get(pk=batch.pk)
    if batch.is_open or batch.is_waiting:
        batch.withdrawn_at = now
        if batch.waiting:
            name, storage = str(batch.waiting.name), batch.waiting.storage
            transaction.on_commit(lambda: storage.delete(name))
        batch.waiting = ""
        batch.save(update_fields=["withdrawn_at", "waiting"])
        record("procedures.import_withdrawn", batch, by=by, now=now)
    return batch
