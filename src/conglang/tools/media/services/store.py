"""Take a picture or an attachment into a unit's library."""

from datetime import datetime
from pathlib import PurePath
from typing import IO, Any, TypeVar

from django.core.files.base import File
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.kernel.text import nfc
from conglang.tools.media.events import DocumentStored, ImageStored
from conglang.tools.media.models import Document, Image, StoredFile
from conglang.tools.media.rules import Kind, check_document, check_paper, check_picture
from conglang.tools.media.storage import sha256_of

T = TypeVar("T", bound=StoredFile)


@transaction.atomic
def store_image(
    *, by: Actor, unit_id: int, file: IO[bytes], title: str, alt_text: str, now: datetime
) -> Image:
    """The picture with this content; the same bytes a second time give the row that is there already.

    Raises Unacceptable for anything that is not a safe picture.
    """
    by = require(by, "media.add_file", unit_id)
    kind = check_picture(file, file.seek(0, 2))
    row = Image(unit_id=unit_id, title=_title(title, file), alt_text=nfc(alt_text).strip()[:255])
    return _store(row, kind, file, by, now)


@transaction.atomic
def store_document(
    *,
    by: Actor,
    unit_id: int,
    file: IO[bytes],
    title: str,
    now: datetime,
    markup_as_text: bool = False,
    as_paper: bool = False,
) -> Document:
    """The attachment with this content; the same bytes a second time give the row that is there already.

    With `markup_as_text` HTML is archived too, under the name of plain text, so that no browser runs it; with
    `as_paper` scans as pictures and old Word files are taken as well.
    Raises Unacceptable for a kind of file that is not kept.
    """
    by = require(by, "media.add_file", unit_id)
    size = file.seek(0, 2)
    kind = check_paper(file, size) if as_paper else check_document(file, size, markup_as_text=markup_as_text)
    row = Document(unit_id=unit_id, title=_title(title, file))
    return _store(row, kind, file, by, now)


def _store(row: T, kind: Kind, file: IO[bytes], by: Actor, now: datetime) -> T:
    row.extension = kind.extension
    existing: T | None = type(row).objects.filter(unit_id=row.unit_id, file_sha256=sha256_of(file)).first()
    if existing is not None:
        return existing
    row.file = File(file, name=f"upload.{row.extension}")
    row.file_size = file.seek(0, 2)
    row.uploaded_by_user_id = by.user_id
    row.save()
    announce(row, by=by, now=now)
    return row


def announce(row: StoredFile, *, by: Actor, now: datetime) -> None:
    """Audit a stored file and tell the rooms that go on with it, off the request."""
    record("media.stored", row, by=by, now=now, sha256=row.file_sha256)
    if isinstance(row, Image):
        publish(ImageStored(image_id=row.pk, unit_id=row.unit_id), now=now)
    elif isinstance(row, Document):
        publish(DocumentStored(document_id=row.pk, unit_id=row.unit_id, extension=row.extension), now=now)


def _title(title: str, file: Any) -> str:
    name = nfc(title).strip() or PurePath(nfc(getattr(file, "name", "") or "")).stem
    return name[:255] or "—"
