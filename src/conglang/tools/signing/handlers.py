from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.tools.media.events import DocumentStored
from conglang.tools.signing.events import AnchorsChanged
from conglang.tools.signing.tasks import verify_again, verify_one


@subscribe(DocumentStored)
def order_verification(event: DocumentStored, now: datetime) -> None:
    """A hostile file may take seconds and must not hold the outbox's transaction."""
    if event.extension == "pdf":
        verify_one.enqueue(event.document_id)


@subscribe(AnchorsChanged)
def order_another_look(event: AnchorsChanged, now: datetime) -> None:
    """Judge the files of the province once more."""
    verify_again.enqueue(event.unit_id)
