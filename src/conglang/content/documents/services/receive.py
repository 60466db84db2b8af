"""Make drafts of files, with the fields that their text shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.units.models import Unit
from conglang.content.documents.models import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH, OfficialDocument
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.queries import family_ids, same_file
from conglang.content.documents.reading import Found, Key, read_document
from conglang.content.documents.services.write import NumberTaken, write_document
from conglang.kernel.text import fold
from conglang.tools.media.models import Document
from conglang.tools.media.rules import Unacceptable, check_document
from conglang.tools.media.services.store import store_document
from conglang.tools.media.storage import sha256_of
from conglang.tools.search.extraction import READABLE, Unreadable, text_of

LENGTHS = {
    Key.CODE: CODE_LENGTH,
    Key.ISSUER_NAME: NAME_LENGTH,
    Key.SIGNER: NAME_LENGTH,
    Key.SIGNER_TITLE: NAME_LENGTH,
    Key.ABSTRACT: 1000,
}
DAYS = (Key.ISSUED_ON, Key.EFFECTIVE_ON)
UNKNOWN_KIND = "cong-van"
KEPT = {"pdf", "docx"}


@dataclass(frozen=True)
class Received:
    """What became of a file: a draft, a document that was there already, or a refusal in words."""

    name: str
    draft: OfficialDocument | None = None
    known: OfficialDocument | None = None
    refusal: str = ""
    has_text: bool = True


def receive_files(*, by: Actor, unit_id: int, files: Iterable[IO[bytes]], now: datetime) -> list[Received]:
    """Each file becomes a draft of its own; one that is refused stops no other. Raises Forbidden."""
    by = require(by, WRITE, unit_id)
    return [receive_file(by=by, unit_id=unit_id, file=file, now=now) for file in files]


def receive_file(*, by: Actor, unit_id: int, file: IO[bytes], now: datetime) -> Received:
    """A draft of one file. The same bytes, or the same number, give the document that is there already."""
    name = Path(str(getattr(file, "name", "") or "")).name
    known = same_file(unit_id, sha256_of(file))
    if known is not None:
        return Received(name, known=known)
    try:
        with transaction.atomic():
            if check_document(file, file.seek(0, 2)).extension not in KEPT:
                return Received(name, refusal=_("Only PDF and Word files (.docx) are taken in."))
            stored = store_document(by=by, unit_id=unit_id, file=file, title=Path(name).stem, now=now)
            text = _text(stored)
            values, reading = values_of(read_document(text), Unit.objects.get(pk=unit_id))
            values["text"] = text[:TEXT_LENGTH]
            draft = write_document(
                by=by, unit_id=unit_id, values=values, files=[stored], reading=reading, now=now
            )
    except Unacceptable as refusal:
        return Received(name, refusal=str(refusal.reason.label))
    except NumberTaken as taken:
        return Received(name, known=taken.existing)
    except ValidationError as refused:
        return Received(name, refusal=" ".join(refused.messages))
    return Received(name, draft=draft, has_text=bool(text.strip()))


def values_of(found: dict[Key, Found], unit: Unit) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields for a draft, and beside them the line and the certainty of each."""
    values: dict[str, Any] = {"kind": UNKNOWN_KIND}
    reading = {}
    for key, each in found.items():
        if key in {Key.PLACE, Key.RECIPIENTS}:
            continue
        values[key.value] = date.fromisoformat(each.value) if key in DAYS else each.value[: LENGTHS.get(key)]
        reading[key.value] = {"line": each.line[:300], "certainty": each.certainty.value}
    # even a file of which nothing was read has to be looked at
    reading.setdefault("kind", {"line": "–", "certainty": "none"})
    if "issuer_name" in values:
        values["issuer"] = _issuer(values["issuer_name"], values.get("issued_on"), unit)
    return values, reading


def _issuer(name: str, day: date | None, unit: Unit) -> Unit | None:
    """The unit whose full title the authority's name ends with, if it existed on the day."""
    for row in Unit.objects.filter(pk__in=family_ids(unit)):
        if fold(name).endswith(fold(row.title)) and (day is None or row.in_force(day)):
            return row
    return None


def _text(stored: Document) -> str:
    if stored.extension not in READABLE:
        return ""
    try:
        return text_of(Path(settings.PRIVATE_ROOT, str(stored.file.name)), stored.extension)
    except Unreadable:
        return ""
