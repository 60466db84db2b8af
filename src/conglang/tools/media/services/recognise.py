"""Read the scanned pages of a stored file, page by page; the file itself stays as it is."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import everything
from conglang.tools.media import ocr
from conglang.tools.media.events import ScanRead
from conglang.tools.media.models import Recognition, RecognitionState, StoredFile

LEASE = timedelta(minutes=20)  # longer than any two pages take


def recognise(*, document: StoredFile, now: datetime, seconds: float) -> Recognition:
    """What is known of the scanned pages after reading for so many seconds, at least one page.

    A repeated call goes on with what is left. Where tesseract is missing, or another process is at it, the
    row stays as it is. It takes long, so call it outside of transactions.
    """
    with everything("scans of all units are read by the installation"):
        row = ordered(document, now)
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        claimed = Recognition.objects.filter(free, pk=row.pk, state=RecognitionState.WAITING)
        if not claimed.update(claimed_until=now + LEASE):
            return row
        try:
            row.refresh_from_db()
            _read(row, now, time.monotonic() + seconds)
        finally:
            Recognition.objects.filter(pk=row.pk).update(claimed_until=None)
    return row


def ordered(document: StoredFile, now: datetime) -> Recognition:
    """What is known of a file's pages, made when it is first asked for; nothing is read yet."""
    found: Recognition
    found, _is_new = Recognition.objects.get_or_create(
        unit_id=document.unit_id,
        sha256=document.file_sha256,
        defaults={"name": str(document.file.name), "extension": document.extension, "ordered_at": now},
    )
    return found


def _read(row: Recognition, now: datetime, end: float) -> None:
    path = Path(settings.PRIVATE_ROOT, row.name)
    try:
        if row.left is None:
            seen = ocr.survey(path, row.extension)
            row.page_count, row.left = seen.pages, seen.to_read
            row.save(update_fields=["page_count", "left"])
        while row.left and ocr.is_installed():
            number = row.left[0]
            row.pages = row.pages | {str(number): ocr.read_page(path, row.extension, number).plain()}
            row.left = row.left[1:]
            row.save(update_fields=["pages", "left"])
            if time.monotonic() > end:
                break
    except (ocr.Unreadable, ocr.NotInstalled) as error:
        if isinstance(error, ocr.Unreadable):
            _finish(row, RecognitionState.UNREADABLE, now)
        return
    if not row.left:
        _finish(row, RecognitionState.READ, now)


@transaction.atomic
def _finish(row: Recognition, state: RecognitionState, now: datetime) -> None:
    row.state = state
    row.save(update_fields=["state"])
    if row.pages or row.left:  # a file with text only is of no concern to anybody
        publish(ScanRead(recognition_id=row.pk, unit_id=row.unit_id, sha256=row.sha256), now=now)
