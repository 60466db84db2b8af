"""What follows from events: confirmed imports are carried out, what is in force is found, photos shown."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.procedures import findable
from conglang.content.procedures.events import CatalogueChanged, ImportConfirmed, ImportReceived
from conglang.content.procedures.models import LocalNote
from conglang.content.procedures.tasks import carry_out_import, compare_received
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.media.services.expose import expose

_NOTES = {LocalNote._meta.label_lower}


@subscribe(ImportReceived)
def compare_what_was_received(event: ImportReceived, now: datetime) -> None:
    """Hand the file to the worker."""
    compare_received.enqueue(event.batch_id)


@subscribe(ImportConfirmed)
def carry_out_confirmed(event: ImportConfirmed, now: datetime) -> None:
    """Hand the import to the worker."""
    carry_out_import.enqueue(event.batch_id)


@subscribe(CatalogueChanged)
def find_what_is_in_force(event: CatalogueChanged, now: datetime) -> None:
    """Let the search follow every procedure of the import."""
    findable.follow(event.batch_id, now)


@subscribe(ItemPublished, about=_NOTES)
def show_photo(event: ItemPublished, now: datetime) -> None:
    """Let visitors fetch the photo of a note."""
    _follow_note(event.object_id)


@subscribe(ItemWithdrawn, about=_NOTES)
def hide_photo(event: ItemWithdrawn, now: datetime) -> None:
    """Take the photo of a note from visitors."""
    _follow_note(event.object_id)


def _follow_note(pk: int) -> None:
    """The row decides, not the event: events arrive late and more than once."""
    with everything("files follow what is public, whoever made it so"):
        note = LocalNote.objects.select_related("picture").filter(pk=pk).first()
        if note is not None:
            expose(owner=note, images=[note.picture] if note.live and note.picture else (), documents=())
