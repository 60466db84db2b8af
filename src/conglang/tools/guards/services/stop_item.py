"""Keep back an item that must not be public, and deal with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.kernel.text import nfc
from conglang.tools.guards.events import ItemStopped
from conglang.tools.guards.examination import Examination
from conglang.tools.guards.grounds import grounds
from conglang.tools.guards.models import NOTE_LENGTH, Ground, Stop
from conglang.tools.guards.permissions import HANDLE
from conglang.tools.guards.queries import locked_files
from conglang.tools.media.services.quarantine import release


@dataclass(frozen=True)
class Subject:
    """Exactly one content of an item of a room above."""

    label: str
    object_id: int
    unit_id: int
    content_hash: str
    title: str
    files: tuple[str, ...] = ()  # SHA-256 of those that carry what must not be public


@transaction.atomic
def stop_item(*, subject: Subject, examination: Examination, by: Actor, now: datetime) -> Stop:
    """Write down that the item was stopped, and tell those who keep watch; once for each content."""
    known: Stop | None = Stop.objects.filter(unit=subject.unit_id, content_hash=subject.content_hash).first()
    if known is not None:
        return known
    stop: Stop
    stop, is_new = Stop.objects.get_or_create(
        unit_id=subject.unit_id,
        label=subject.label,
        object_id=subject.object_id,
        content_hash=subject.content_hash,
        defaults={
            "title": subject.title,
            "files": list(subject.files),
            "findings": [[name, finding.as_data()] for name, finding in examination.stopping],
            "stopped_at": now,
            "stopped_by_id": by.user_id,
        },
    )
    if is_new:
        kinds = sorted({str(finding.kind) for _name, finding in examination.stopping})
        record(
            "guards.item_stopped",
            stop,
            by=by,
            now=now,
            item=subject.label,
            key=subject.object_id,
            found=kinds,
        )
        publish(ItemStopped(stop_id=stop.pk, unit_id=stop.unit_id), now=now)
    return stop


@transaction.atomic
def handle_stop(*, stop_id: int, note: str, by: Actor, now: datetime, opens_files: bool = False) -> Stop:
    """Note what was done about a stopped item. It stays stopped: only another content can become public.

    With `opens_files` its files are locked no longer, so that people can set them right. A repeated call
    changes nothing. Raises NotFound, Forbidden.
    """
    stop: Stop | None = Stop.objects.select_for_update().filter(pk=stop_id).first()
    if stop is None:
        raise NotFound
    by = require(by, HANDLE, stop)
    if stop.handled_at is not None:
        return stop
    stop.handled_at, stop.handled_by_id = now, by.user_id
    stop.note = nfc(note).strip()[:NOTE_LENGTH]
    stop.save()
    for document in locked_files(stop) if opens_files else ():
        release(document=document, by=by, now=now)
    record("guards.stop_handled", stop, by=by, now=now, note=stop.note)
    return stop


@transaction.atomic
def give_ground(*, subject: Subject, ground: str, note: str, by: Actor, now: datetime) -> Ground:
    """Record why the personal data in exactly this content may be public; the first ground stays.

    Whoever calls has asked whether the person may approve the item. Raises KeyError for an unknown ground.
    """
    law = grounds()[ground].law
    row: Ground
    row, is_new = Ground.objects.get_or_create(
        unit_id=subject.unit_id,
        label=subject.label,
        object_id=subject.object_id,
        content_hash=subject.content_hash,
        defaults={"ground": ground, "note": nfc(note).strip()[:NOTE_LENGTH], "by_id": by.user_id, "at": now},
    )
    if is_new:
        record(
            "guards.ground_given",
            row,
            by=by,
            now=now,
            ground=ground,
            law=law,
            note=row.note,
            item=subject.label,
        )
    return row
