"""Files out of a ZIP that somebody brought, within limits that no bomb passes."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from conglang.tools.media.rules import MAX_DOCUMENT_BYTES, Refusal, Unacceptable

MOST_FILES = 1_000
MOST_UNPACKED_BYTES = 1024**3
MOST_RATIO = 200
MIB = 1024 * 1024
# what the library raises for archives that were cut, forged or packed in ways that it does not know
DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)
_CHUNK = 256 * 1024
_OFFICE = ("[Content_Types].xml", "mimetype")
_NOISE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_folder(file: IO[bytes]) -> bool:
    """Whether the file is a ZIP that is no office document; the file is rewound."""
    file.seek(0)
    try:
        if not file.read(4).startswith(b"PK"):
            return False
        with zipfile.ZipFile(file) as archive:
            return not any(name in archive.namelist() for name in _OFFICE)
    except DAMAGED:
        return False
    finally:
        file.seek(0)


def files_of(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes] | Refusal]]:
    """Each file with its path inside, or why it stays packed. Raises Unacceptable for the whole.

    A file is gone when the next one is asked for. What the archive says of sizes is not believed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
            if len(entries) > MOST_FILES:
                raise Unacceptable(Refusal.BOMB)
            left = MOST_UNPACKED_BYTES
            for entry in entries:
                name = _name(entry)
                if entry.flag_bits & 0x1:
                    yield name, Refusal.ENCRYPTED
                    continue
                with tempfile.SpooledTemporaryFile(8 * MIB) as target:
                    refusal = _unpack(archive, entry, target, left)
                    left -= target.tell()
                    if left <= 0:
                        raise Unacceptable(Refusal.BOMB)
                    target.seek(0)
                    yield name, refusal or target
    except DAMAGED:
        raise Unacceptable(Refusal.BROKEN) from None


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return bool(parts) and not entry.is_dir() and not any(part in _NOISE or part[0] == "." for part in parts)


def _name(entry: zipfile.ZipInfo) -> str:
    """Only a label: nothing is opened by it. Windows writes names in UTF-8 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: IO[bytes], left: int) -> Refusal | None:
    most = min(MAX_DOCUMENT_BYTES, left)
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
            size = target.tell()
            if size > most:
                return Refusal.TOO_LARGE
            if size > MIB and size > MOST_RATIO * max(entry.compress_size, 1):
                return Refusal.BOMB
    return None
