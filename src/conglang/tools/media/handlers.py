from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.tools.media import ocr
from conglang.tools.media.events import DocumentStored, ImageStored
from conglang.tools.media.models import Image
from conglang.tools.media.services.recognise import ordered
from conglang.tools.media.tasks import draw_front_page, make_derivatives, read_picture, read_scan


@subscribe(ImageStored)
def order_derivatives(event: ImageStored, now: datetime) -> None:
    """Encoding takes seconds and must not hold the outbox's transaction: the task queue does it."""
    make_derivatives.enqueue(event.image_id)


@subscribe(ImageStored)
def order_reading_of_picture(event: ImageStored, now: datetime) -> None:
    """Words in a picture are read later; whoever submits it before waits for them."""
    with everything("pictures of all units are read by the installation"):
        image = Image.objects.filter(pk=event.image_id).first()
        if image is not None and not ordered(image, now).is_read:
            read_picture.enqueue(image.pk)


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
