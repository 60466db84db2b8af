"""Compare a file of the national source with the catalogue; nothing changes yet."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit, UnitLevel
from conglang.content.procedures.comparing import Planned, compare
from conglang.content.procedures.models import CODE_LENGTH, ImportLine, ProcedureImport
from conglang.content.procedures.permissions import PROPOSE
from conglang.content.procedures.queries import change_counts, in_force
from conglang.content.procedures.reading import Row, read_export
from conglang.kernel.ids import uuid7
from conglang.kernel.text import nfc

NAME_LENGTH = 255


def propose_file(
    *, by: Actor, unit_id: int, name: str, data: bytes, is_whole: bool, now: datetime, uid: UUID | None = None
) -> ProcedureImport:
    """The preview of a file. Raises NotFound, Forbidden, NoCatalogue for a file that cannot be read."""
    require(by, PROPOSE, unit_id)  # before a stranger's file costs anything
    rows = read_export(name, data)
    return propose_import(
        by=by, unit_id=unit_id, name=name, sha256_of_source=sha256(data).hexdigest(), rows=rows,
        is_whole=is_whole, now=now, uid=uid,
    )  # fmt: skip


@transaction.atomic
def propose_import(
    *,
    by: Actor,
    unit_id: int,
    name: str,
    sha256_of_source: str,
    rows: Sequence[Row],
    is_whole: bool,
    now: datetime,
    uid: UUID | None = None,
) -> ProcedureImport:
    """Keep the preview, so that it can be left and taken up again, and decided about by another person.

    `uid` names the form that was sent: sent twice, it gives the import of the first time. Raises NotFound,
    also for a unit that keeps no catalogue, and Forbidden.
    """
    by = require(by, PROPOSE, unit_id)
    if not Unit.objects.filter(pk=unit_id, level=UnitLevel.PROVINCE).exists():
        raise NotFound
    known: ProcedureImport | None = (
        ProcedureImport.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    )
    if known is not None:
        return known
    batch = begun(by, unit_id, name, sha256_of_source, is_whole=is_whole, now=now, uid=uid or uuid7())
    batch.compared_at = now
    batch.save()
    known_contents = in_force(unit_id)
    names = {code: content.name for code, content in known_contents.items()}
    planned = compare(rows, known_contents, is_whole=is_whole)
    ImportLine.objects.bulk_create([line_of(batch, each, names) for each in planned], batch_size=200)
    told(batch, by, now)
    return batch


def begun(
    by: Actor, unit_id: int, name: str, sha256_of_source: str, *, is_whole: bool, now: datetime, uid: UUID
) -> ProcedureImport:
    """An import without its lines, not stored yet."""
    return ProcedureImport(
        uid=uid,
        unit_id=unit_id,
        name=nfc(name).strip()[:NAME_LENGTH] or "—",
        sha256=sha256_of_source,
        is_whole=is_whole,
        proposed_by_id=by.user_id,
        proposed_at=now,
    )


def told(batch: ProcedureImport, by: Actor, now: datetime) -> None:
    """Put on record what the import would change."""
    counts = change_counts(batch)
    record("procedures.import_proposed", batch, by=by, now=now, source=batch.sha256, lines=counts)


def line_of(batch: ProcedureImport, planned: Planned, names: dict[str, str]) -> ImportLine:
    """A line of the preview, not stored yet; `names` are those in force by code."""
    content = planned.content
    return ImportLine(
        unit_id=batch.unit_id,
        batch=batch,
        number=planned.number,
        change=planned.change,
        code=planned.code[:CODE_LENGTH],
        name=((content.name if content else "") or names.get(planned.code, ""))[:1000],
        content=content.as_json() if content else None,
        parts=list(planned.parts),
        problems=[asdict(each) for each in planned.problems],
        basis=planned.basis,
    )
