"""What follows from events: files of public documents are public, they are found, they act on others, and the
duty to publish them is done.
"""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.documents import findable
from conglang.content.documents.events import FileDropped
from conglang.content.documents.models import DroppedFile, FileState, OfficialDocument
from conglang.content.documents.services.follow import follow_relations
from conglang.content.documents.services.keep_clock import keep_clock
from conglang.content.documents.tasks import read_dropped_file
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.media.events import ScanRead
from conglang.tools.media.services.expose import expose


@subscribe(ItemPublished, about=[findable.LABEL])
def show_document(event: ItemPublished, now: datetime) -> None:
    """Let visitors fetch its files and find it, and let it end what it replaces."""
    _follow(event.object_id, now)


@subscribe(ItemWithdrawn, about=[findable.LABEL])
def hide_document(event: ItemWithdrawn, now: datetime) -> None:
    """Take its files from visitors and it from the search; what it ended holds again."""
    _follow(event.object_id, now)


@subscribe(FileDropped)
def order_reading(event: FileDropped, now: datetime) -> None:
    """Reading takes long and must not hold the outbox's transaction."""
    read_dropped_file.enqueue(event.file_id)


@subscribe(ScanRead)
def go_on_with_scan(event: ScanRead, now: datetime) -> None:
    """Make drafts of the files that waited for their pages."""
    with everything("files of all units are read by the installation"):
        rows = DroppedFile.objects.filter(unit=event.unit_id, sha256=event.sha256, state=FileState.PAGES)
        waiting = list(rows.values_list("pk", flat=True))
    for pk in waiting:
        read_dropped_file.enqueue(pk)


def _follow(pk: int, now: datetime) -> None:
    """The row decides, not the event: events arrive late and more than once."""
    with everything("files follow what is public, whoever made it so"):
        row = OfficialDocument.objects.filter(pk=pk).first()
        if row is not None:
            expose(owner=row, images=(), documents=row.documents if row.live else ())
    follow_relations(document_id=pk)
    keep_clock(document_id=pk, now=now)
    findable.follow(pk, now)
