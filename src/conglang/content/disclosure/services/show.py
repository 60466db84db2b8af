"""What was entered becomes public, and is taken down; the rows that it names say when."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.permissions import DECIDE
from conglang.base.duties.rules import State
from conglang.base.duties.services.close import cancel, fulfil
from conglang.base.duties.services.found import worded
from conglang.base.duties.services.reopen import reopen
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.disclosure.events import InformationPublished, InformationTakenDown
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.permissions import ENTER
from conglang.content.disclosure.queries import entries_about
from conglang.kernel.clock import local_day


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
    if not has_ended(entry, now):
        _ask_again(entry, by, now)


def has_ended(entry: Entry, now: datetime) -> bool:
    """Whether it was shown to the end of its time, which is all that its heading asks for."""
    return entry.shown_until is not None and entry.shown_until <= local_day(now)


def _ask_again(entry: Entry, by: Actor, now: datetime) -> None:
    """The running period is due once more when nothing else stands for it."""
    same = Entry.objects.filter(
        unit=entry.unit_id, heading_key=entry.heading_key, period=entry.period, live=True
    )
    wanted = entry.heading.clock.wanted(local_day(now))
    if not entry.period or entry.span != wanted or entry.duty_id is None or same.exists():
        return
    why = entry.why_down or _("It was taken out of the catalogue.")
    entry.duty = reopen(by=by, duty_id=entry.duty_id, reason=why, now=now)
    entry.save(update_fields=["duty"])


@transaction.atomic
def take_down_entry(*, by: Actor, entry_id: int, reason: str, now: datetime) -> None:
    """Take something out of the catalogue that was entered by mistake.

    What was public stays in the lists of what was, and its period is due again when nothing else stands for
    it. The rest is forgotten but for the audit trail, and its own duty is cancelled with the reason. Raises
    NotFound, Forbidden, also for what is late from those who may not cancel duties, and ValidationError
    without a reason.
    """
    entry: Entry | None = Entry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    by = require(by, ENTER, entry)
    why = worded(reason)
    if entry.public_at is not None:
        take_down(entry, by=by, now=now, reason=why)
        return
    duty = None if entry.period else entry.duty
    record("disclosure.taken_down", entry, by=by, now=now, heading=entry.heading_key, reason=why)
    entry.delete()
    if duty is not None:
        if duty.state(now) is State.OVERDUE:
            require(by, DECIDE, duty)
        cancel(by=Actor.system(by.name), duty_id=duty.pk, reason=why, now=now)
