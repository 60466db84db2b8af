"""Make a PDF of a scan that came as a picture; the picture stays as it is."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.tools.media import ocr
from conglang.tools.media.models import Document, Recognition
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_document


def bind(*, by: Actor, picture: Document, now: datetime) -> Document | None:
    """The PDF, named as one that was made, with the text of its pages if they were read; None if it fails.

    It takes about a second, so call it outside of transactions. Raises Forbidden.
    """
    try:
        data = ocr.pdf_of(Path(settings.PRIVATE_ROOT, str(picture.file.name)), picture.extension)
        return _store(picture, data, by, now)
    except (ocr.Unreadable, Unacceptable):
        return None


@transaction.atomic
def _store(picture: Document, data: bytes, by: Actor, now: datetime) -> Document:
    title = _("%(name)s (PDF made from the scanned picture)") % {"name": picture.title[:200]}
    row = store_document(by=by, unit_id=picture.unit_id, file=BytesIO(data), title=title, now=now)
    record("media.pdf_made", row, by=by, now=now, made_from=picture.file_sha256, sha256=row.file_sha256)
    known = Recognition.objects.filter(unit=picture.unit_id, sha256=picture.file_sha256).first()
    if known is not None and known.is_read:  # its pages are the same, nobody has to read them again
        Recognition.objects.get_or_create(
            unit_id=row.unit_id,
            sha256=row.file_sha256,
            defaults={
                "name": str(row.file.name), "extension": row.extension, "state": known.state, "left": [],
                "page_count": known.page_count, "pages": known.pages, "ordered_at": now,
            },
        )  # fmt: skip
    return row
