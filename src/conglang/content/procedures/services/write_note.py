"""Begin what a commune adds to a procedure, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.procedures.models import LocalNote
from conglang.content.procedures.permissions import WRITE
from conglang.content.procedures.queries import shown_at
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import change, store

FIELDS = ("place", "hours", "phone", "remarks", "picture", "picture_alt")


@transaction.atomic
def write_note(
    *, by: Actor, unit_id: int, code: str, values: Mapping[str, Any], now: datetime, uid: UUID | None = None
) -> LocalNote:
    """Store a draft on the procedure with this code, on all of them for an empty one.

    `values` are those of FIELDS that are filled. `uid` names the form that was sent: sent twice, it gives the
    note of the first time. Raises NotFound, Forbidden, ValidationError, also where the unit has a note on it
    already.
    """
    by = require(by, WRITE, unit_id)
    known: LocalNote | None = LocalNote.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    note = LocalNote(uid=uid or uuid7(), unit_id=unit_id, **values)
    if code:
        procedure = shown_at(Unit.objects.get(pk=unit_id), code)
        if procedure is None:
            raise NotFound
        note.procedure_uid, note.procedure_name = procedure.uid, procedure.name
    if LocalNote.objects.filter(unit=unit_id, procedure_uid=note.procedure_uid).exists():
        raise ValidationError(_("Your unit has a note on this already. Please change that one."))
    note.full_clean()
    revision = store(note, by=by)
    record("procedures.note_written", note, by=by, now=now, revision=revision.pk)
    return note


@transaction.atomic
def edit_note(
    *, by: Actor, note: LocalNote, expected_version: str, values: Mapping[str, Any], now: datetime
) -> LocalNote:
    """Store a new revision; what is public stays as it was approved. The same values change nothing.

    `expected_version` is `version` of what the person had before them. Raises NotFound, Forbidden, Conflict,
    ValidationError.
    """
    row: LocalNote | None = LocalNote.objects.select_for_update().filter(pk=note.pk).first()
    if row is None:
        raise NotFound
    by = require(by, WRITE, row)
    changed = change(
        row,
        {name: values[name] for name in FIELDS if name in values},
        by=by,
        expected_version=expected_version,
    )
    if changed is None:
        return row
    newest, facts = changed
    record("procedures.note_edited", row, by=by, now=now, **facts)
    return newest
