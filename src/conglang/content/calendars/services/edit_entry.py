"""Change an entry, move it, or call it off. Dates that were public stay to be read, with the reason."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.content.calendars.models import Entry
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.found import (
    Conflict,
    copy_of_newest,
    lock_entry,
    store_version,
)
from conglang.kernel.text import one_line


@transaction.atomic
def edit_entry(
    *,
    by: Actor,
    entry_id: int,
    expected_version: str,
    content: EntryContent,
    now: datetime,
    reason: str = "",
) -> Entry:
    """Store a new version; what is public stays until somebody approves it. The same content changes nothing.

    A public entry that gets another time or place needs a `reason` for the public. `expected_version` is
    `Entry.version` of what the person had before them. Raises NotFound, Forbidden, Conflict, ValidationError.
    """
    row = lock_entry(entry_id)
    by = require(by, "calendars.write", row)
    newest = copy_of_newest(row)
    before = newest.changes
    changed = content.put_into(newest)
    newest.changes = _history(row, newest, reason)
    if not changed and newest.changes == before:
        return row
    if expected_version != row.version:
        raise Conflict(row)
    revision = store_version(row, newest, by)
    record("calendars.entry_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed))
    return newest


def moved(row: Entry, newest: Entry) -> bool:
    """Whether what is public has another time or place than the new version."""
    return row.live and (row.when != newest.when or row.place != newest.place)


def _history(row: Entry, newest: Entry, reason: str) -> list[dict[str, Any]]:
    """The former public times, this move counted once however often its draft is corrected."""
    if not row.live:
        return list(row.changes)
    if not moved(row, newest):
        return list(row.changes)
    why = _worded(reason, "reason", _("Please say for the public why the date or the place changes."))
    return [*row.changes, {**row.when.as_data(), "place": row.place, "reason": why}]


@transaction.atomic
def cancel_entry(*, by: Actor, entry_id: int, reason: str, now: datetime) -> Entry:
    """Call an entry off; a public one stays to be read with the reason, once that is approved.

    A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError without a reason.
    """
    row = lock_entry(entry_id)
    by = require(by, "calendars.write", row)
    newest = copy_of_newest(row)
    if newest.cancelled:
        return row
    why = _worded(reason, "reason", _("Please say why it was called off."))
    if row.live:  # at the date that people know, not at one to which it was about to move
        EntryContent.of(row).put_into(newest)
        newest.changes = list(row.changes)
    newest.cancelled, newest.cancel_reason = True, why
    revision = store_version(row, newest, by)
    record("calendars.entry_cancelled", row, by=by, now=now, revision=revision.pk, reason=why)
    return newest


def _worded(reason: str, field: str, otherwise: str) -> str:
    words = one_line(reason)[:300]
    if not words:
        raise ValidationError({field: otherwise})
    return words
