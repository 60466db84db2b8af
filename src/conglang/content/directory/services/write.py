"""Begin an entry, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.directory.models import Entry
from conglang.kernel.ids import uuid7


class Conflict(Exception):
    """Somebody stored another version meanwhile."""


def version_of(entry: Entry) -> str:
    """Names the newest stored version of an entry."""
    return str(entry.latest_revision_id or "")


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
    entry.save()
    revision = entry.save_revision(user=_account(by), clean=False)
    record("directory.entry_written", entry, by=by, now=now, revision=revision.pk)
    return entry


@transaction.atomic
def edit_entry(
    *, by: Actor, entry: Entry, expected_version: str, values: Mapping[str, Any], now: datetime
) -> Entry:
    """Store a new revision; what is public stays as it was approved. The same values change nothing.

    `expected_version` is `version_of` what the person had before them. Raises NotFound, Forbidden, Conflict,
    ValidationError.
    """
    rows: Any = type(entry).objects
    row: Entry | None = rows.select_for_update().filter(pk=entry.pk).first()
    if row is None:
        raise NotFound
    by = require(by, "directory.write", row)
    newest: Entry = row.get_latest_revision_as_object()
    changed = [name for name, value in values.items() if getattr(newest, name) != value]
    if not changed:
        return row
    if expected_version != version_of(row):
        raise Conflict
    for name in changed:
        setattr(newest, name, values[name])
    newest.full_clean()
    if not row.live:
        newest.save()
    revision = newest.save_revision(user=_account(by), clean=False)
    record("directory.entry_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed))
    return newest


def _account(by: Actor) -> User | None:
    return None if by.user_id is None else User.objects.get(pk=by.user_id)
