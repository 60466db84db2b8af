"""What of a sent file is kept: photos drawn anew with nothing beside the picture, the rest as it came."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from conglang.citizens.cases.models import Attachment, Case, Kind, Question
from conglang.kernel.text import nfc
from conglang.tools.media.rules import (
    PICTURES,
    SOUNDS,
    WEBM,
    Refusal,
    Unacceptable,
    check_paper,
    check_picture,
)
from conglang.tools.media.storage import sha256_of

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
LONG_SIDE = 1600  # pixels
_PICTURES = frozenset(PICTURES.values())
_HEARD = frozenset({*SOUNDS.values(), WEBM})  # phones record sound alone as WebM
PAPERS = frozenset({"pdf", "docx", "doc", "odt", "xlsx"})


@dataclass(frozen=True)
class IncomingFile:
    """A file with the name that it came under."""

    name: str
    file: IO[bytes]


@dataclass(frozen=True)
class Prepared:
    """What is kept of a file."""

    label: str
    kind: Kind
    extension: str
    data: bytes


def prepare(incoming: IncomingFile) -> Prepared:
    """Judge a file by its content and take from it what is kept. Raises Unacceptable."""
    file = incoming.file
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise Unacceptable(Refusal.TOO_LARGE)
    label = PurePath(nfc(incoming.name).replace("\\", "/")).name[-200:] or "–"
    try:
        kind = check_paper(file, size)
    except Unacceptable as refusal:
        if refusal.reason is not Refusal.UNKNOWN_TYPE:
            raise
        kind = check_picture(file, size)
    if kind in _PICTURES:
        check_picture(file, size)
        return Prepared(label, Kind.PHOTO, "webp", _drawn_anew(file))
    file.seek(0)
    if kind in _HEARD:
        return Prepared(label, Kind.VOICE, kind.extension, file.read())
    if kind.extension not in PAPERS:
        raise Unacceptable(Refusal.UNKNOWN_TYPE)
    return Prepared(label, Kind.FILE, kind.extension, file.read())


def _drawn_anew(file: IO[bytes]) -> bytes:
    """The picture upright and small, as bytes that hold nothing else: no place, camera or time."""
    file.seek(0)
    try:
        with Image.open(file) as opened:
            opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # JPEG: never drawn larger than needed
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unacceptable(Refusal.UNKNOWN_TYPE) from None
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    return encoded(picture)


def encoded(picture: Image.Image) -> bytes:
    """The pixels as WebP and nothing beside them."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    out = BytesIO()
    bare.save(out, "WEBP", quality=80)
    return out.getvalue()


def keep(case: Case, prepared: Prepared, question: Question | None = None) -> Attachment:
    """Store a file with its case; the same content a second time finds the first row."""
    sha256 = sha256_of(BytesIO(prepared.data))
    known: Attachment | None = Attachment.objects.filter(case=case, sha256=sha256).first()
    if known is not None:
        return known
    row = Attachment(
        unit_id=case.unit_id, case=case, question=question, kind=prepared.kind, label=prepared.label,
        sha256=sha256, extension=prepared.extension, size_bytes=len(prepared.data),
    )  # fmt: skip
    row.file = ContentFile(prepared.data, name=f"upload.{prepared.extension}")
    row.save()
    return row
