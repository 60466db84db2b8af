from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.tools.media import ocr
from conglang.tools.media.events import DocumentStored, ImageStored
from conglang.tools.media.tasks import draw_front_page, make_derivatives, read_scan


@subscribe(ImageStored)
def order_derivatives(event: ImageStored, now: datetime) -> None:
    """Encoding takes seconds and must not hold the outbox's transaction: the task queue does it."""
    make_derivatives.enqueue(event.image_id)


@subscribe(DocumentStored)
def order_reading(event: DocumentStored, now: datetime) -> None:
    """Pages without text are read later; whether there are any is found out by the same task."""
    if event.extension in ocr.READABLE:
        read_scan.enqueue(event.document_id)


@subscribe(DocumentStored)
def order_front_page(event: DocumentStored, now: datetime) -> None:
    """Readers recognise a paper by its first page."""
    if event.extension == "pdf":
        draw_front_page.enqueue(event.document_id)
