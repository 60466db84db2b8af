"""Begin an entry."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.content.calendars.models import Entry
from conglang.content.calendars.services.content import EntryContent
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import store


@transaction.atomic
def write_entry(
    *, by: Actor, unit_id: int, content: EntryContent, now: datetime, uid: UUID | None = None
) -> Entry:
    """Store a draft with its first revision; nothing of it is public.

    `uid` names the line of the form that was sent: sent twice, it gives the entry of the first time. Raises
    Forbidden, ValidationError.
    """
    by = require(by, "calendars.write", unit_id)
    known: Entry | None = Entry.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    entry = Entry(uid=uid or uuid7(), unit_id=unit_id)
    content.put_into(entry)
    entry.full_clean()
    revision = store(entry, by=by)
    record("calendars.entry_written", entry, by=by, now=now, revision=revision.pk)
    return entry
