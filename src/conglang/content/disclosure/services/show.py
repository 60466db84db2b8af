"""What was entered becomes public, and is taken down; the rows that it names say when."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.services.close import fulfil
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.disclosure.events import InformationPublished, InformationTakenDown
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.permissions import ENTER
from conglang.content.disclosure.queries import entries_about


@transaction.atomic
def made_public(*, by: Actor, row: Model, at: datetime, now: datetime, path: str = "") -> list[Entry]:
    """Say that a row is public since `at`, and fulfil the duties of its entries.

    A repeated call changes nothing.
    A row that nobody has entered gives an empty list. `path` replaces the path of the entries, if it has
    changed. Raises NotFound, Forbidden.
    """
    found = list(entries_about(row).select_for_update(of=("self",)).select_related("duty"))
    for entry in found:
        person = require(by, ENTER, entry)
        if path and path != entry.path:
            entry.path = path[:300]
            entry.save(update_fields=["path"])
        show(entry, at=at, by=person, now=now)
    return found


def show(entry: Entry, *, at: datetime, by: Actor, now: datetime) -> None:
    """The same for one entry; the caller has asked for permission and runs in a transaction."""
    if entry.live:
        return
    at = min(at, now)
    entry.live, entry.taken_down_at, entry.why_down = True, None, ""
    entry.public_at = entry.public_at or at
    entry.save(update_fields=["live", "public_at", "taken_down_at", "why_down"])
    duty = entry.duty
    if duty is not None and not duty.is_closed:
        fulfil(by=by, duty_id=duty.pk, at=max(at, duty.started_at), now=now)
    record("disclosure.made_public", entry, by=by, now=now, at=at)
    publish(InformationPublished(entry.pk, entry.unit_id, entry.heading_key), now=now)


@transaction.atomic
def taken_down(*, by: Actor, row: Model, now: datetime, reason: str = "") -> list[Entry]:
    """Say that a row is public no longer; its entries stay in lists of what was.

    A repeated call changes nothing. Raises NotFound, Forbidden.
    """
    found = list(entries_about(row).select_for_update(of=("self",)))
    for entry in found:
        take_down(entry, by=require(by, ENTER, entry), now=now, reason=reason)
    return found


def take_down(entry: Entry, *, by: Actor, now: datetime, reason: str) -> None:
    """The same for one entry; the caller has asked for permission and runs in a transaction."""
    if not entry.live:
        return
    entry.live, entry.taken_down_at, entry.why_down = False, now, " ".join(reason.split())[:300]
    entry.save(update_fields=["live", "taken_down_at", "why_down"])
    record("disclosure.taken_down", entry, by=by, now=now, reason=entry.why_down)
    publish(InformationTakenDown(entry.pk, entry.unit_id, entry.heading_key), now=now)


@transaction.atomic
def take_down_entry(*, by: Actor, entry_id: int, now: datetime) -> None:
    """Take something out of the catalogue that was entered by mistake.

    What was public stays in the lists of what was; the rest is forgotten but for the audit trail. The duty
    stays open for somebody who may cancel it. Raises NotFound, Forbidden.
    """
    entry: Entry | None = Entry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    by = require(by, ENTER, entry)
    if entry.public_at is not None:
        take_down(entry, by=by, now=now, reason="")
        return
    record("disclosure.taken_down", entry, by=by, now=now, heading=entry.heading_key)
    entry.delete()
