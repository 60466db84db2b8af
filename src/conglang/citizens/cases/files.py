"""What of a sent file is kept: photos and sound with nothing beside them, papers as they came."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from conglang.citizens.cases.models import Attachment, Case, Kind, Question
from conglang.kernel.text import nfc
from conglang.tools.media.bare_sounds import NotSound, bare
from conglang.tools.media.rules import (
    MAX_PIXELS,
    MP4,
    PICTURES,
    SOUNDS,
    UNREADABLE,
    WEBM,
    Refusal,
    Unacceptable,
    check_paper,
    check_picture,
)
from conglang.tools.media.rules import Kind as FileKind
from conglang.tools.media.storage import sha256_of

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
LONG_SIDE = 1600  # pixels
MOST_DRAWN = 20_000_000  # pixels that are held at once
MOST_SCANS = 50  # of a progressive JPEG with its small previews; cameras make a dozen
_FORMATS = tuple(PICTURES.keys() - {"MPO"})  # the reader of JPEG opens those
_SCALED = frozenset({"RGB", "L", "RGBA", "CMYK"})
_TIFF = frozenset({b"II*\0", b"MM\0*"})
_HEARD = frozenset({*SOUNDS.values(), WEBM, MP4})  # phones record sound alone as WebM and MP4
PAPERS = frozenset({"pdf", "docx", "doc", "odt", "xlsx"})


@dataclass(frozen=True)
class IncomingFile:
    """A file with the name that it came under."""

    name: str
    file: IO[bytes]


@dataclass(frozen=True)
class Prepared:
    """What is kept of a file; photos and sound lose their names, in which people are named."""

    label: str
    kind: Kind
    extension: str
    data: bytes


def prepare(incoming: IncomingFile, number: int = 1) -> Prepared:
    """Judge the file with this number by its content and take what is kept. Raises Unacceptable."""
    file = incoming.file
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise Unacceptable(Refusal.TOO_LARGE)
    if (drawn := _drawn_anew(file)) is not None:
        return Prepared(f"anh-{number}.webp", Kind.PHOTO, "webp", drawn)
    kind = _kind_of(file, size)
    file.seek(0)
    if kind in _HEARD:
        extension = "m4a" if kind is MP4 else kind.extension
        try:
            return Prepared(
                f"ghi-am-{number}.{extension}", Kind.VOICE, extension, bare(file.read(), extension)
            )
        except NotSound:
            raise Unacceptable(Refusal.UNKNOWN_TYPE if kind in {MP4, WEBM} else Refusal.BROKEN) from None
    if kind.extension not in PAPERS:
        raise Unacceptable(Refusal.UNKNOWN_TYPE)
    label = PurePath(nfc(incoming.name).replace("\\", "/")).name[-200:] or "–"
    return Prepared(label, Kind.FILE, kind.extension, file.read())


def _kind_of(file: IO[bytes], size: int) -> FileKind:
    file.seek(0)
    if file.read(4) in _TIFF:  # it would be drawn before it is refused
        raise Unacceptable(Refusal.UNKNOWN_TYPE)
    try:
        return check_paper(file, size)
    except Unacceptable as refusal:
        if refusal.reason is Refusal.UNKNOWN_TYPE:
            check_picture(file, size)  # which kind of picture is not taken
        raise


def _drawn_anew(file: IO[bytes]) -> bytes | None:
    """The picture upright and small, as bytes that hold nothing else: no place, camera or time.

    None for what is no picture. Raises Unacceptable for one that is broken, or larger than any phone's.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=_FORMATS) as opened:
            _check_size(opened)
            picture = opened if opened.mode in _SCALED else opened.convert("RGB")
            picture.thumbnail((LONG_SIDE, LONG_SIDE))
            return encoded(ImageOps.exif_transpose(picture).convert("RGB"))
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unacceptable(Refusal.TOO_MANY_PIXELS) from None
    except UNREADABLE:
        raise Unacceptable(Refusal.BROKEN) from None


def _check_size(opened: Image.Image) -> None:
    """Refuse what takes too much memory or time to draw: JPEG is drawn small at once, others are not."""
    if opened.width * opened.height > MAX_PIXELS:
        raise Unacceptable(Refusal.TOO_MANY_PIXELS)
    opened.draft("RGB", (LONG_SIDE, LONG_SIDE))
    if opened.width * opened.height > MOST_DRAWN or _scans_of(opened) > MOST_SCANS:
        raise Unacceptable(Refusal.TOO_MANY_PIXELS)


def _scans_of(opened: Any) -> int:
    """How often a progressive JPEG goes over its pixels."""
    if opened.format not in {"JPEG", "MPO"}:
        return 0
    opened.fp.seek(0)
    return int(opened.fp.read().count(b"\xff\xda"))


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
