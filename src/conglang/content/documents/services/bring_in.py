"""Take files in, one by one or packed; the worker reads them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.content.documents import archives
from conglang.content.documents.events import FileDropped
from conglang.content.documents.models import NAME_LENGTH, Drop, DroppedFile, FileState
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.queries import same_file
from conglang.kernel.text import nfc
from conglang.tools.media import ocr
from conglang.tools.media.rules import Refusal, Unacceptable, check_paper
from conglang.tools.media.services.store import store_document
from conglang.tools.media.storage import sha256_of

TAKEN = ocr.READABLE | {"docx", "doc"}
_Incoming = tuple[str, IO[bytes] | Refusal]


def bring_in(*, by: Actor, unit_id: int, files: Iterable[IO[bytes]], now: datetime, name: str = "") -> Drop:
    """Keep the files and have them read; a ZIP counts as the files that lie in it. Raises Forbidden.

    Each file is stored in a transaction of its own, so that others write meanwhile and nothing that came
    before an interruption is lost.
    """
    by = require(by, WRITE, unit_id)
    title = nfc(name).strip() or _("Files of %(person)s") % {"person": by.name}
    with transaction.atomic():
        drop = Drop(
            unit_id=unit_id, name=title[:NAME_LENGTH], by_id=by.user_id, acting_unit_id=by.unit_id, at=now
        )
        drop.save()
        record("documents.files_brought_in", drop, by=by, now=now)
    for incoming in files:
        for path, file in _unpacked(incoming):
            _take(drop, path, file, by, now)
    return drop


def _unpacked(file: IO[bytes]) -> Iterator[_Incoming]:
    name = str(getattr(file, "name", "") or "")
    if not archives.is_folder(file):
        yield name, file
        return
    try:
        for inner, found in archives.files_of(file):
            yield f"{name}/{inner}", found
    except Unacceptable as refusal:
        yield name, refusal.reason


@transaction.atomic
def _take(drop: Drop, path: str, file: IO[bytes] | Refusal, by: Actor, now: datetime) -> None:
    name = nfc(path).replace("\\", "/")[-255:] or "–"
    row = DroppedFile(unit_id=drop.unit_id, drop=drop, name=name)
    if isinstance(file, Refusal):
        _refuse(row, _words(file))
        return
    row.sha256 = sha256_of(file)
    if drop.files.filter(name=name, sha256=row.sha256).exists():
        return
    row.document = same_file(drop.unit_id, row.sha256)
    if row.document is not None:
        row.state = FileState.KNOWN
        row.save()
        return
    try:
        if check_paper(file, file.seek(0, 2)).extension not in TAKEN:
            _refuse(row, _words(Refusal.UNKNOWN_TYPE))
            return
        title = PurePosixPath(name).stem
        row.stored = store_document(
            by=by, unit_id=drop.unit_id, file=file, title=title, now=now, as_paper=True
        )
    except Unacceptable as refusal:
        _refuse(row, _words(refusal.reason))
        return
    row.save()
    publish(FileDropped(file_id=row.pk, unit_id=row.unit_id), now=now)


def _words(refusal: Refusal) -> str:
    if refusal is Refusal.UNKNOWN_TYPE:
        return _("Only PDF and Word files and pictures of pages are taken in.")
    return str(refusal.label)


def _refuse(row: DroppedFile, reason: str) -> None:
    row.state, row.note = FileState.REFUSED, reason[:300]
    row.save()
