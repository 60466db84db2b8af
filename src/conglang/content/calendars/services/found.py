"""Rows that services work on, found in the scope and locked; part of services."""

from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.content.calendars.models import Entry
from conglang.tools.approval.versions import store


class Conflict(Exception):
    """Somebody stored another version meanwhile."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.version)
        self.entry = entry


def lock_entry(entry_id: int) -> Entry:
    """The entry, kept from others until the commit. Raises NotFound."""
    entry: Entry | None = Entry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return entry


def copy_of_newest(row: Entry) -> Entry:
    """The entry as it was stored last, as an object of its own beside the row."""
    revision = row.latest_revision
    if revision is None:
        raise TypeError("an entry is stored with its first version")
    stored: Entry = revision.as_object()
    return stored


def store_version(row: Entry, newest: Entry, by: Actor) -> Any:
    """Keep another version of an entry; what is public stays as it was approved. Returns the revision."""
    newest.sequence = row.sequence + 1 if row.first_published_at else 0
    newest.full_clean()
    return store(newest, by=by, row=row)
