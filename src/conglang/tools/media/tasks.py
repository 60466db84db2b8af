"""Pictures for the web and the text of scans are made by the worker."""

from contextlib import suppress
from datetime import datetime

from django_tasks import task

from conglang.base.ledger.queues import SLOW
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.media import ocr
from conglang.tools.media.derivatives import encode, keep_front_page
from conglang.tools.media.front_page import NotDrawn
from conglang.tools.media.models import Document, Image, Recognition, RecognitionState
from conglang.tools.media.services.expose import show_files
from conglang.tools.media.services.recognise import recognise

SECONDS_AT_ONCE = 20.0  # then others in the queue have their turn
MOST_AT_ONCE = 20  # files that the sweep queues


@task()
def make_derivatives(image_id: int) -> None:
    """Make the web sizes of a picture once; whatever is live already gets them at once."""
    with everything("make the web sizes of a picture"):
        image = Image.objects.get(pk=image_id)
        if image.derivatives:
            return
        image.derivatives = encode(image)
        image.save(update_fields=["derivatives"])
        if image.exposures.exists():
            show_files(image)


@task(queue_name=SLOW)
def draw_front_page(document_id: int) -> None:
    """Draw the first page of a PDF once; whatever is live already gets it at once."""
    with everything("draw the first page of a file"):
        document = Document.objects.filter(pk=document_id, extension="pdf").first()
        if document is None or document.front_page:
            return
        with suppress(NotDrawn):  # then the file stands there without a picture
            document.front_page = keep_front_page(document)
            document.save(update_fields=["front_page"])
            if document.exposures.exists():
                show_files(document)


@task(queue_name=SLOW)
def read_scan(document_id: int) -> None:
    """Read pages of a file for a while, and queue the rest; without a program for it the file waits."""
    with everything("scans of all units are read by the installation"):
        document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return
    row = recognise(document=document, now=clock_now(), seconds=SECONDS_AT_ONCE)
    if not row.is_read and row.left and ocr.is_installed():
        read_scan.enqueue(document_id)


@task(queue_name=SLOW)
def read_picture(image_id: int) -> None:
    """Read the words in a picture; without a program for it the picture waits."""
    with everything("pictures of all units are read by the installation"):
        image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        recognise(document=image, now=clock_now(), seconds=SECONDS_AT_ONCE)


@every(seconds=300)
def continue_scans(now: datetime) -> None:
    """Files that waited for the program, and those that a dead worker left behind."""
    if not ocr.is_installed():
        return
    with everything("scans of all units are read by the installation"):
        rows = Recognition.objects.filter(state=RecognitionState.WAITING).order_by("ordered_at")
        waiting = rows.exclude(claimed_until__gt=now).values_list("unit_id", "sha256")[:MOST_AT_ONCE]
        for unit_id, sha256 in list(waiting):
            for model, read in ((Document, read_scan), (Image, read_picture)):
                for row in model.objects.filter(unit=unit_id, file_sha256=sha256):
                    read.enqueue(row.pk)
