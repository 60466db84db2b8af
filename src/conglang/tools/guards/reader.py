"""The child process: `python -m conglang.tools.guards.reader pdf <file`. Prints JSON, imports no Django.

A line is `[part, number, text]`; `["gap", number, reason]` tells what could not be read.
"""

import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

from conglang.kernel.confinement import confine
from conglang.tools.guards.office import MOST_LETTERS, Row, lines_of, rows
from conglang.tools.media.embedded import names_of

FILE_BYTES = 64 * 1024**2
MOST_PAGES = 500
MOST_LINES = 60_000
OLD_CONTAINER = b"\xd0\xcf\x11\xe0"
# letters of two bytes, ours among them; single bytes make words by chance, so those have to be longer
_WIDE = re.compile(rb"(?:[\x20-\xff]\x00|[\x00-\xff][\x01\x03\x1e\x20]){3,}")
_NARROW = re.compile(rb"[\x20-\x7e\xa0-\xff]{6,}")
_FILES = (
    ".bin", ".csv", ".doc", ".docm", ".docx", ".htm", ".html", ".mht", ".odp", ".ods", ".odt", ".pdf", ".ppt",
    ".pptx", ".rtf", ".txt", ".xls", ".xlsm", ".xlsx", ".zip",
)  # fmt: skip
_ARCHIVES = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "content.xml": "odt",
}


def rows_of(extension: str, data: bytes, inside: "Inside | None" = None) -> Iterator[Row]:
    """Everything that can be read of a file. Raises ValueError and others for what is broken.

    A file inside begins with a line `["file", 0, name]`; its own lines follow as if it stood alone.
    """
    inside = inside or Inside()
    if extension == "pdf":
        yield from _pdf(data, inside)
    elif extension in {"txt", "vtt", "csv"}:
        yield from rows("text", 0, _decoded(data).splitlines())
    else:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if extension != "zip":
                yield from lines_of(extension, archive)
                if names_of(archive):
                    yield "gap", 0, "picture"
            for entry in archive.infolist():
                if extension == "zip" or inside.looks_like_file(entry.filename):
                    yield from inside.rows(entry.filename, entry.file_size, partial(archive.read, entry))


@dataclass
class Inside:
    """Files within files, read only so deep and so much of them; what is left out is told as a gap."""

    depth: int = 3
    most_files: int = 200
    most_bytes: int = 2 * FILE_BYTES

    def looks_like_file(self, name: str) -> bool:
        """Whether a part of an office file is a file of somebody's own."""
        return name.lower().endswith(_FILES) and "printersettings" not in name.lower()

    def rows(self, name: str, size: int, read: Callable[[], bytes]) -> Iterator[Row]:
        """What a file inside says, under its name."""
        if name.endswith("/"):
            return
        yield "file", 0, name[:MOST_LETTERS]
        self.most_files -= 1
        self.most_bytes -= size
        if self.depth == 0 or self.most_files < 0 or size > FILE_BYTES or self.most_bytes < 0:
            yield "gap", 0, "inside"
            return
        self.depth -= 1
        try:
            data = _unwrapped(read())
            kind = _kind_of(name, data)
            if kind:
                for part, number, text in rows_of(kind, data, self):
                    # only the pictures of the file itself are looked at
                    yield part, number, "inside" if (part, text) == ("gap", "picture") else text
            else:
                yield from rows("text", 0, _loose_words(data))
                yield "gap", 0, "inside"
        except Exception:  # noqa: BLE001 - libraries raise all kinds of them, and the rest is to be read
            yield "gap", 0, "inside"
        self.depth += 1


def _unwrapped(data: bytes) -> bytes:
    """A PDF or office file out of the old container in which Word keeps it; pieces in disorder stay a gap."""
    if not data.startswith(OLD_CONTAINER):
        return data
    starts = [at for at in (data.find(b"PK\x03\x04"), data.find(b"%PDF-")) if at > 0]
    return data[min(starts) :] if starts else data


def _loose_words(data: bytes) -> Iterator[str]:
    """Runs of letters in an old container; words that lie in pieces are missed, so the gap stays."""
    if data.startswith(OLD_CONTAINER):
        for run in _WIDE.findall(data):
            yield run.decode("utf-16-le")
        for run in _NARROW.findall(data):
            yield run.decode("latin-1")


def _kind_of(name: str, data: bytes) -> str:
    """By what it begins with, not by what it is called; empty for what is not read here."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
        return next((kind for part, kind in _ARCHIVES.items() if part in names), "zip")
    return "txt" if name.lower().endswith((".txt", ".csv", ".vtt")) else ""


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _pdf(data: bytes, inside: Inside) -> Iterator[Row]:
    import pypdfium2  # noqa: PLC0415 - loads a large library, not needed for others
    from pypdfium2 import raw  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    yield from rows("properties", 0, document.get_metadata_dict().values())
    for index in range(min(len(document), MOST_PAGES)):
        page = document[index]
        words = page.get_textpage()
        text = words.get_text_bounded()
        yield from rows("page", index + 1, text.splitlines())
        yield from rows("note", index + 1, _annotations(page, raw))
        if any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
            yield "gap", index + 1, "scan" if len("".join(text.split())) < 12 else "picture"
        words.close()
        page.close()
    if len(document) > MOST_PAGES:
        yield "gap", MOST_PAGES + 1, "rest"
    for index in range(document.count_attachments()):
        attachment = document.get_attachment(index)
        content = bytes(attachment.get_data())
        yield from inside.rows(attachment.get_name(), len(content), partial(bytes, content))


def _annotations(page: Any, raw: Any) -> Iterator[str]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 2_000)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        for key in (b"Contents", b"V"):
            size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
            if 2 < size < MOST_LETTERS:  # an empty one is two bytes
                buffer = (raw.FPDF_WCHAR * (size // 2))()
                raw.FPDFAnnot_GetStringValue(note, key, buffer, size)
                yield bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        raw.FPDFPage_CloseAnnot(note)


def main() -> None:
    """Read standard input, write lines to standard output; any failure is an exit code."""
    confine(1024**3, 50)
    data = sys.stdin.buffer.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        sys.exit(2)
    found = rows_of(sys.argv[1], data)
    for row in islice(found, MOST_LINES):
        sys.stdout.write(json.dumps(row) + "\n")
    if next(found, None) is not None:
        sys.stdout.write(json.dumps(("gap", 0, "rest")) + "\n")


if __name__ == "__main__":
    main()
