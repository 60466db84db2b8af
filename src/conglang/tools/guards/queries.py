"""What the guards know."""

from collections.abc import Iterable

from django.db.models import QuerySet

from conglang.base.accounts.actor import Actor
from conglang.tools.guards.models import Ground, Inspection, Stop
from conglang.tools.guards.permissions import READ
from conglang.tools.guards.rules import VERSION
from conglang.tools.media.models import Document


def inspections(unit_id: int, hashes: Iterable[str]) -> dict[str, Inspection]:
    """The files that were read under the rules of today, by their SHA-256."""
    rows = Inspection.objects.filter(unit=unit_id, sha256__in=set(hashes), version=VERSION)
    return {row.sha256: row for row in rows}


def ground_for(unit_id: int, label: str, object_id: int, content_hash: str) -> Ground | None:
    """The ground that somebody gave for this very content."""
    row: Ground | None = Ground.objects.filter(
        unit=unit_id, label=label, object_id=object_id, content_hash=content_hash
    ).first()
    return row


def stops(unit_id: int) -> QuerySet[Stop]:
    """What was stopped in a unit, the newest first."""
    rows: QuerySet[Stop] = Stop.objects.filter(unit=unit_id).select_related("stopped_by", "handled_by")
    return rows


def locked_files(stop: Stop) -> list[Document]:
    """The files of a stopped item that only its keepers can open."""
    hashes = [*stop.files, stop.content_hash]  # of a file by itself, the content is the file
    rows = Document.objects.filter(unit=stop.unit_id, file_sha256__in=hashes, is_quarantined=True)
    return list(rows.order_by("pk"))


def open_stops(actor: Actor) -> int:
    """How many stopped items wait for somebody in the unit where the person works."""
    if actor.unit_id is None or not actor.may(READ, actor.unit_id):
        return 0
    number: int = Stop.objects.filter(unit=actor.unit_id, handled_at=None).count()
    return number
