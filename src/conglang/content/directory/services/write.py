"""Begin an entry, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.directory.models import Entry
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import change, store


@transaction.atomic
def write_entry(
    *,
    by: Actor,
    model: type[Entry],
    unit_id: int,
    values: Mapping[str, Any],
    now: datetime,
    uid: UUID | None = None,
) -> Entry:
    """Store a draft with its first revision; `values` are fields by name.

    `uid` names the form that was sent: sent twice, it gives the entry of the first time. Raises Forbidden,
    ValidationError.
    """
    by = require(by, "directory.write", unit_id)
    rows: Any = model.objects
    known: Entry | None = rows.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    entry = model(uid=uid or uuid7(), unit_id=unit_id, **values)
    entry.full_clean()
    revision = store(entry, by=by)
    record("directory.entry_written", entry, by=by, now=now, revision=revision.pk)
    return entry


@transaction.atomic
def edit_entry(
    *, by: Actor, entry: Entry, expected_version: str, values: Mapping[str, Any], now: datetime
) -> Entry:
    """Store a new revision; what is public stays as it was approved. The same values change nothing.

    `expected_version` is `version` of what the person had before them. Raises NotFound, Forbidden, Conflict,
    ValidationError.
    """
    rows: Any = type(entry).objects
    row: Entry | None = rows.select_for_update().filter(pk=entry.pk).first()
    if row is None:
        raise NotFound
    by = require(by, "directory.write", row)
    changed = change(row, values, by=by, expected_version=expected_version)
    if changed is None:
        return row
    newest, facts = changed
    record("directory.entry_edited", row, by=by, now=now, **facts)
    return newest
