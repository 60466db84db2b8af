"""Which files may come in, decided by their content; names and declared types are not believed."""

import struct
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from PIL import Image as Picture
from PIL import UnidentifiedImageError

from conglang.tools.media import recordings

MIB = 1024 * 1024
MAX_IMAGE_BYTES = 20 * MIB
MAX_DOCUMENT_BYTES = 60 * MIB
MAX_PIXELS = 60_000_000  # a 50-megapixel phone picture passes; decoded it takes about 180 MB
MAX_ARCHIVE_FILES = 3_000
MAX_UNPACKED_BYTES = 300 * MIB
MAX_RATIO = 200  # of a single packed file over 1 MiB; real office files stay under 50
SNIFF_BYTES = 4096
# what Pillow says of pictures that are damaged; AVIF's reader says RuntimeError
# Pillow writes an EXIF block anew before it turns a picture: of broken ones it says Attribute- and TypeError
UNREADABLE = (
    *(AttributeError, EOFError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    struct.error,
)


class Refusal(TextChoices):
    """Why a file is not accepted; the label is what the official reads."""

    EMPTY = "empty", _("The file is empty. Please choose the file again.")
    TOO_LARGE = "too_large", _("The file is too large. Please choose a smaller file.")
    UNKNOWN_TYPE = (
        "unknown_type",
        _(
            "This type of file is not accepted. Please use PDF, Word, Excel, text, "
            "MP4 or WebM video, or MP3 sound."
        ),
    )
    NOT_A_PICTURE = "not_a_picture", _("This is not a picture. Please choose a JPG, PNG or WebP picture.")
    HEIC = (
        "heic",
        _(
            "This is an HEIC picture, which many browsers cannot show. On an iPhone open Settings, Camera, "
            "Formats, choose “Most Compatible” and take it again; or save the picture as JPG first."
        ),
    )
    SCRIPTABLE = "scriptable", _("This kind of file can carry hidden programs, so it is not accepted.")
    BROKEN = (
        "broken",
        _("The file is damaged and cannot be opened. Please save it again and send the new file."),
    )
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        _("The picture has too many pixels. Please save it in a smaller size."),
    )
    BOMB = "bomb", _("The file unpacks to an abnormal size, so it was not opened.")
    MACROS = "macros", _("The file contains macros. Please save it as a document without macros.")
    ENCRYPTED = "encrypted", _("The file is protected by a password. Please remove the password first.")
    NOT_FOR_ALL = (
        "not_for_all",
        _(
            "Many phones cannot play this video. Please save it as MP4 (H.264): on an iPhone choose "
            "“Most Compatible” in the camera's formats, or convert the file first."
        ),
    )
    BAD_CAPTIONS = (
        "bad_captions",
        _("This is not a correct WebVTT caption file. Please check the times and save it as .vtt in UTF-8."),
    )


class Unacceptable(Exception):
    """The file is refused; nothing of it was stored."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Kind:
    """A type of file that we keep: its ending and the type that it is served with."""

    extension: str
    content_type: str


JPEG = Kind("jpg", "image/jpeg")
PNG = Kind("png", "image/png")
WEBP = Kind("webp", "image/webp")
GIF = Kind("gif", "image/gif")
AVIF = Kind("avif", "image/avif")
PDF = Kind("pdf", "application/pdf")
DOCX = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PPTX = Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text")
ODS = Kind("ods", "application/vnd.oasis.opendocument.spreadsheet")
TEXT = Kind("txt", "text/plain; charset=utf-8")
MP4 = Kind("mp4", "video/mp4")
WEBM = Kind("webm", "video/webm")
MP3 = Kind("mp3", "audio/mpeg")
M4A = Kind("m4a", "audio/mp4")
OGG = Kind("ogg", "audio/ogg")
CAPTIONS = Kind("vtt", "text/vtt; charset=utf-8")

DOC = Kind("doc", "application/msword")
TIF = Kind("tif", "image/tiff")

PICTURES = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": WEBP, "GIF": GIF, "AVIF": AVIF}
VIDEOS = {kind.extension: kind for kind in (MP4, WEBM)}
SOUNDS = {kind.extension: kind for kind in (MP3, M4A, OGG)}
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_SCANS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "TIFF": TIF}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OLE = b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<body", b"<iframe")


def check_picture(file: IO[bytes], size_bytes: int) -> Kind:
    """The kind of a picture that can be decoded safely. Raises Unacceptable; the file is rewound."""
    head = _head(file, size_bytes, MAX_IMAGE_BYTES)
    if looks_like_markup(head):
        raise Unacceptable(Refusal.SCRIPTABLE)
    try:
        with Picture.open(file) as picture:
            kind = PICTURES.get(picture.format or "")
            width, height = picture.size
            if kind is None:
                raise Unacceptable(Refusal.NOT_A_PICTURE)
            if width * height > MAX_PIXELS:
                raise Unacceptable(Refusal.TOO_MANY_PIXELS)
            picture.load()  # reads every byte: a cut-off picture fails here and not on the public page
    except UnidentifiedImageError:
        raise Unacceptable(Refusal.HEIC if _is_heic(head) else Refusal.NOT_A_PICTURE) from None
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
        raise Unacceptable(Refusal.TOO_MANY_PIXELS) from None
    except UNREADABLE:
        raise Unacceptable(Refusal.BROKEN) from None
    finally:
        file.seek(0)
    return kind


def _is_heic(head: bytes) -> bool:
    """What phones of Apple store; its readers come with code under the GPL, so we have none."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def check_document(file: IO[bytes], size_bytes: int, *, markup_as_text: bool = False) -> Kind:
    """The kind of an attachment. Raises Unacceptable; the file is rewound and was never unpacked to disk.

    HTML is refused, or taken as the text that it is if the caller never shows it as a page.
    """
    head = _head(file, size_bytes, MAX_DOCUMENT_BYTES)
    try:
        if head.startswith(b"%PDF-"):
            return PDF
        if head.removeprefix(BOM_UTF8).startswith(b"WEBVTT"):
            return _check_captions(file, size_bytes)
        if recording := _check_recording(file, head, size_bytes):
            return recording
        if head.startswith(b"PK\x03\x04"):
            return _check_archive(file)
        if head.startswith(_OLE):
            # an encrypted docx and a legacy doc share this container; neither can be read here
            legacy = b"E\x00n\x00c\x00r\x00y\x00p\x00t" not in head + file.read(64 * 1024)
            raise Unacceptable(Refusal.UNKNOWN_TYPE if legacy else Refusal.ENCRYPTED)
        if looks_like_markup(head) and not markup_as_text:
            raise Unacceptable(Refusal.SCRIPTABLE)
        if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and "\0" not in head.decode("utf-16", "replace"):
            return TEXT
        if b"\x00" not in head and not head.startswith((b"MZ", b"\x7fELF", b"#!")) and _decodes(head):
            return TEXT
        raise Unacceptable(Refusal.UNKNOWN_TYPE)
    finally:
        file.seek(0)


def check_paper(file: IO[bytes], size_bytes: int) -> Kind:
    """The kind of an official document's file: also a scan as a picture, and Word of before 2007.

    Raises Unacceptable; the file is rewound.
    """
    head = _head(file, size_bytes, MAX_DOCUMENT_BYTES)
    if head.startswith(_OLE):
        return _check_old_word(file)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*")):
        return _check_scan(file)
    return check_document(file, size_bytes)


def _check_old_word(file: IO[bytes]) -> Kind:
    try:
        data = file.read()
    finally:
        file.seek(0)
    if _entry("EncryptedPackage") in data:
        raise Unacceptable(Refusal.ENCRYPTED)
    if _entry("WordDocument") not in data:
        raise Unacceptable(Refusal.UNKNOWN_TYPE)
    if _entry("_VBA_PROJECT") in data:
        raise Unacceptable(Refusal.MACROS)
    return DOC


def _entry(name: str) -> bytes:
    """A name as the folders inside such a file have it."""
    return name.encode("utf-16-le")


def _check_scan(file: IO[bytes]) -> Kind:
    try:
        with Picture.open(file, formats=("JPEG", "PNG", "TIFF")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Unacceptable(Refusal.TOO_MANY_PIXELS)
            picture.load()
            return _SCANS[str(picture.format)]
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
        raise Unacceptable(Refusal.TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError):
        raise Unacceptable(Refusal.BROKEN) from None
    finally:
        file.seek(0)


def _check_recording(file: IO[bytes], head: bytes, size_bytes: int) -> Kind | None:
    """The kind of a video or sound file; None for anything else."""
    if recordings.is_apple_movie(head):
        raise Unacceptable(Refusal.NOT_FOR_ALL)
    kind = (VIDEOS | SOUNDS).get(recordings.extension_of(head) or "")
    if kind is MP4 and recordings.needs_new_device(file, size_bytes):
        raise Unacceptable(Refusal.NOT_FOR_ALL)
    if head[4:8] == b"ftyp" and kind and recordings.is_cut_off(file, size_bytes):
        raise Unacceptable(Refusal.BROKEN)
    return kind


def _check_captions(file: IO[bytes], size_bytes: int) -> Kind:
    if size_bytes > recordings.MOST_CAPTION_BYTES:
        raise Unacceptable(Refusal.TOO_LARGE)
    file.seek(0)
    try:
        recordings.read_captions(file.read())
    except recordings.BadCaptions:
        raise Unacceptable(Refusal.BAD_CAPTIONS) from None
    return CAPTIONS


def looks_like_markup(head: bytes) -> bool:
    """Whether a browser might read the bytes as HTML, SVG or XML, whatever the name says."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(_MARKUP) or b"<script" in start or b"<svg" in start[:512]


def _head(file: IO[bytes], size_bytes: int, limit: int) -> bytes:
    if not size_bytes:
        raise Unacceptable(Refusal.EMPTY)
    if size_bytes > limit:
        raise Unacceptable(Refusal.TOO_LARGE)
    file.seek(0)
    head = file.read(SNIFF_BYTES)
    file.seek(0)
    return head


def _decodes(head: bytes) -> bool:
    try:
        # the last bytes may be half a character
        head[:-3].decode("utf-8") if len(head) == SNIFF_BYTES else head.decode("utf-8")
    except UnicodeDecodeError:
        # legacy text in an eight-bit code has no control characters either
        return not any(byte < 9 for byte in head)
    return True


def _check_archive(file: IO[bytes]) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries)
            names = {entry.filename for entry in entries}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unacceptable(Refusal.MACROS)
            for part, kind in _OFFICE.items():
                if part in names and "[Content_Types].xml" in names:
                    return kind
            if "mimetype" in names:
                declared = archive.read("mimetype")[:80].decode("ascii", "replace").strip()
                for kind in (ODT, ODS):
                    if kind.content_type == declared:
                        return kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Unacceptable(Refusal.BROKEN) from None
    raise Unacceptable(Refusal.UNKNOWN_TYPE)


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ARCHIVE_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise Unacceptable(Refusal.BOMB)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Unacceptable(Refusal.ENCRYPTED)
        if entry.file_size > MIB and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise Unacceptable(Refusal.BOMB)
        if ".." in PurePosixPath(entry.filename).parts or entry.filename.startswith("/"):
            raise Unacceptable(Refusal.BROKEN)
