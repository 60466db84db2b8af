"""Take one file of an import in, and say at once whether it can become anything."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.content.newsroom.importing.draft import Flaw
from conglang.content.newsroom.importing.read import Format
from conglang.content.newsroom.models import TAKEN_IN, BatchStatus, ImportBatch, ImportItem, ItemStatus
from conglang.content.newsroom.services.found import own_batch
from conglang.kernel.text import nfc
from conglang.tools.media.models import Document, Image
from conglang.tools.media.rules import (
    DOCX,
    TEXT,
    Refusal,
    Unacceptable,
    check_document,
    check_picture,
    looks_like_markup,
)
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.media.storage import sha256_of

NAME_LENGTH = 255
_PICTURES = {"jpg", "jpeg", "png", "gif", "webp", "avif"}
_PAGES = {"html", "htm", "xhtml"}


@dataclass(frozen=True)
class IncomingFile:
    """A file as it came: its path inside what was sent, and its bytes."""

    name: str
    file: IO[bytes]


class NotReceiving(Exception):
    """The import has been started or cancelled, so no more files come in."""


@transaction.atomic
def receive_file(*, by: Actor, batch_id: int, incoming: IncomingFile, now: datetime) -> ImportItem:
    """Archive the file and note it for reading; the same file a second time changes nothing.

    What can never become an article is noted as refused, with the reason. Raises NotFound, Forbidden,
    NotReceiving.
    """
    by, batch = own_batch(by, batch_id)
    if batch.status != BatchStatus.RECEIVING:
        raise NotReceiving
    return take_in(batch, incoming, by=by, now=now)


def take_in(batch: ImportBatch, incoming: IncomingFile, *, by: Actor, now: datetime) -> ImportItem:
    """Store a file of a batch whose rights were checked; part of services."""
    sha256 = sha256_of(incoming.file)
    name = safe_name(incoming.name)
    known = batch.items.filter(name=name, sha256=sha256).first()
    if known is not None:
        return known
    item = ImportItem(unit_id=batch.unit_id, batch=batch, name=name, sha256=sha256)
    if not mark_duplicate(item):
        _store(item, incoming.file, by=by, now=now)
    item.save()
    return item


def safe_name(name: str) -> str:
    """A relative path without any way out of its folder; only a label, no file is opened by it."""
    parts = PurePosixPath(nfc(name).replace("\\", "/").replace("\n", " ")).parts
    kept = [part for part in parts if part not in {"/", "..", "."} and not part.endswith(":")]
    return "/".join(kept)[-NAME_LENGTH:].lstrip("/") or "—"


def mark_duplicate(item: ImportItem) -> bool:
    """Whether another file with this content is or was taken in; then the item points to its article."""
    others = ImportItem.objects.filter(unit=item.unit_id, sha256=item.sha256).exclude(pk=item.pk)
    twin = others.filter(status__in=TAKEN_IN, batch__section=item.batch.section_id).first()
    if twin is None and item.pk is None:
        twin = others.filter(batch=item.batch, status=ItemStatus.WAITING).first()
    if twin is None:
        return False
    item.status, item.article = ItemStatus.DUPLICATE, twin.article
    item.note(Flaw.DUPLICATE, twin.name)
    return True


def _store(item: ImportItem, file: IO[bytes], *, by: Actor, now: datetime) -> None:
    try:
        if extension_of(item.name) in _PICTURES and _is_picture(file):
            item.picture = _store_picture(item, file, by=by, now=now)
            item.status = ItemStatus.PICTURE
            item.note(Flaw.ALT_MISSING, item.name)
        elif format_of(file, item.name) is None:
            item.status = ItemStatus.REFUSED
            item.note(Flaw.UNSUPPORTED)
        else:
            item.original = _store_original(item, file, by=by, now=now)
    except Unacceptable as refusal:
        item.status = ItemStatus.REFUSED
        item.note(Flaw.UNSUPPORTED if refusal.reason == Refusal.UNKNOWN_TYPE else refusal.reason.value)


def _is_picture(file: IO[bytes]) -> bool:
    with suppress(Unacceptable):
        check_picture(file, file.seek(0, 2))
        return True
    return False


def _store_picture(item: ImportItem, file: IO[bytes], *, by: Actor, now: datetime) -> Image:
    stem = PurePosixPath(item.name).stem
    return store_image(
        by=by, unit_id=item.unit_id, file=file, title=stem, alt_text=alt_of_unknown(stem), now=now
    )


def alt_of_unknown(about: str) -> str:
    """What stands for a description until somebody writes one; Vietnamese, because readers hear it."""
    return f"Hình ảnh của bài “{about}”"


def _store_original(item: ImportItem, file: IO[bytes], *, by: Actor, now: datetime) -> Document:
    title = PurePosixPath(item.name).name
    return store_document(
        by=by, unit_id=item.unit_id, file=file, title=title, now=now, markup_as_text=is_page(item.name)
    )


def format_of(file: IO[bytes], name: str) -> Format | None:
    """What the content can be read as; None for good files that are no text. Raises Unacceptable."""
    kind = check_document(file, file.seek(0, 2), markup_as_text=is_page(name))
    if kind is DOCX:
        return Format.DOCX
    if kind is not TEXT:
        return None
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    return Format.HTML if is_page(name) or looks_like_markup(head) else Format.TEXT


def is_page(name: str) -> bool:
    """Whether the name says HTML."""
    return extension_of(name) in _PAGES


def extension_of(name: str) -> str:
    """The ending of a name in small letters, without its dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")
