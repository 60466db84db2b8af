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
from xml.etree import ElementTree as ET

from conglang.kernel.confinement import confine

FILE_BYTES = 64 * 1024**2
XML_BYTES = 40 * 1024**2
MOST_PAGES = 500
MOST_LINES = 60_000
MOST_LETTERS = 20_000  # of a line
Row = tuple[str, int, str]
_WORD_PARTS = (
    (re.compile(r"word/document\d*\.xml"), "text"),
    (re.compile(r"word/(?:header|footer)\d*\.xml"), "header"),
    (re.compile(r"word/(?:footnotes|endnotes|comments\w*)\.xml"), "note"),
    (re.compile(r"docProps/(?:core|app|custom)\.xml"), "properties"),
)
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
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SLIDE = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")


def rows_of(extension: str, data: bytes, inside: "Inside | None" = None) -> Iterator[Row]:
    """Everything that can be read of a file. Raises ValueError and others for what is broken.

    A file inside begins with a line `["file", 0, name]`; its own lines follow as if it stood alone.
    """
    inside = inside or Inside()
    if extension == "pdf":
        yield from _pdf(data, inside)
    elif extension in {"txt", "vtt", "csv"}:
        yield from _rows("text", 0, _decoded(data).splitlines())
    else:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if extension != "zip":
                yield from {"docx": _word, "xlsx": _cells, "pptx": _slides}.get(extension, _open_document)(
                    archive
                )
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
                yield from rows_of(kind, data, self)
            else:
                yield "gap", 0, "inside"
        except Exception:  # noqa: BLE001 - libraries raise all kinds of them, and the rest is to be read
            yield "gap", 0, "inside"
        self.depth += 1


def _unwrapped(data: bytes) -> bytes:
    """A PDF or office file out of the old container in which Word keeps it; pieces in disorder stay a gap."""
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return data
    starts = [at for at in (data.find(b"PK\x03\x04"), data.find(b"%PDF-")) if at > 0]
    return data[min(starts) :] if starts else data


def _kind_of(name: str, data: bytes) -> str:
    """By what it begins with, not by what it is called; empty for what is not read here."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
        return next((kind for part, kind in _ARCHIVES.items() if part in names), "zip")
    return "txt" if name.lower().endswith((".txt", ".csv", ".vtt")) else ""


def _rows(part: str, number: int, texts: Any) -> Iterator[Row]:
    for text in texts:
        if text and text.strip():
            yield part, number, text[:MOST_LETTERS]


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
    yield from _rows("properties", 0, document.get_metadata_dict().values())
    for index in range(min(len(document), MOST_PAGES)):
        page = document[index]
        words = page.get_textpage()
        text = words.get_text_bounded()
        yield from _rows("page", index + 1, text.splitlines())
        yield from _rows("note", index + 1, _annotations(page, raw))
        if len("".join(text.split())) < 12 and any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
            yield "gap", index + 1, "scan"
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


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > XML_BYTES:
        raise ValueError("too large")
    data = archive.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("entities")  # office programs write none; they can be bombs
    return ET.fromstring(data)  # noqa: S314 - without entities there is nothing to expand


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _word(archive: zipfile.ZipFile) -> Iterator[Row]:
    for name in sorted(archive.namelist()):
        part = next((part for pattern, part in _WORD_PARTS if pattern.fullmatch(name)), None)
        if part == "properties":
            yield from _rows(part, 0, (element.text for element in _xml(archive, name).iter()))
        elif part:
            yield from _rows(part, 0, _paragraphs(_xml(archive, name)))


def _paragraphs(element: ET.Element) -> Iterator[str]:
    """Lines of text; a row of a table is one, with its cells parted by tabs."""
    for child in element:
        name = _local(child)
        if name == "p":
            yield from "".join(_pieces(child)).split("\n")
            for box in _boxes(child):
                yield from _paragraphs(box)
            yield from _art(child)
        elif name == "tr":
            cells = [cell for cell in child.iter() if _local(cell) == "tc"]
            yield "\t".join("\v".join(_paragraphs(cell)).replace("\t", " ") for cell in cells)
        else:
            yield from _paragraphs(child)


def _pieces(element: ET.Element) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name in {"txbxContent", "Fallback"}:
            continue  # text boxes are lines of their own; the fallback says the same again
        if name in {"t", "delText", "instrText"}:
            yield child.text or ""
        elif name == "tab":
            yield "\t"
        elif name in {"br", "cr"}:
            yield "\n"
        else:
            yield from _pieces(child)


def _boxes(element: ET.Element) -> Iterator[ET.Element]:
    for child in element.iter():
        if _local(child) == "txbxContent":
            yield child


def _art(element: ET.Element) -> Iterator[str]:
    """Watermarks are drawn letters, with their words in an attribute."""
    for child in element.iter():
        if _local(child) == "textpath":
            yield child.get("string") or ""


def _cells(archive: zipfile.ZipFile) -> Iterator[Row]:
    names = archive.namelist()
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        shared = [_all_text(each) for each in _xml(archive, "xl/sharedStrings.xml")]
    for name in sorted(names):
        if match := _SHEET.fullmatch(name):
            root = _xml(archive, name)
            yield from _rows(
                "sheet",
                int(match[1]),
                (_cell_row(row, shared) for row in root.iter() if _local(row) == "row"),
            )
            edges = (
                each
                for each in root.iter()
                if re.fullmatch(r"(?:odd|even|first)(?:Header|Footer)", _local(each))
            )
            for edge in edges:
                yield from _rows("header", int(match[1]), re.split(r"&[LCR]", edge.text or ""))
        elif name == "xl/workbook.xml":
            sheets = (each for each in _xml(archive, name).iter() if _local(each) == "sheet")
            yield from _rows("properties", 0, (sheet.get("name") for sheet in sheets))
        elif name.startswith(("xl/comments", "xl/threadedComments/", "xl/drawings/drawing")):
            yield from _rows("note", 0, _runs(_xml(archive, name)))
        elif name.startswith(("xl/pivotCache/", "xl/externalLinks/externalLink")):
            # copies of cells of sheets that may be long gone
            yield from _rows("note", 0, _copied(_xml(archive, name)))
        elif name.startswith("docProps/") and name.endswith(".xml"):
            yield from _rows("properties", 0, (element.text for element in _xml(archive, name).iter()))


def _cell_row(row: ET.Element, shared: list[str]) -> str:
    values = []
    for cell in row:
        text = next((each.text or "" for each in cell if _local(each) == "v"), "")
        if cell.get("t") == "s" and text.isdigit() and int(text) < len(shared):
            text = shared[int(text)]
        elif cell.get("t") == "inlineStr":
            text = _all_text(cell)
        values.append(text.replace("\t", " ").replace("\n", "\v"))
    return "\t".join(values)


def _copied(root: ET.Element) -> Iterator[str]:
    """Rows of kept copies, with their cells parted by tabs."""
    for row in root.iter():
        if _local(row) in {"r", "sharedItems", "row"}:
            yield "\t".join(
                each.get("v") or (each.text or "").strip() for each in row.iter() if each is not row
            )


def _all_text(element: ET.Element) -> str:
    return "".join(each.text or "" for each in element.iter() if _local(each) in {"t", "p", "span", "h"})


def _runs(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if _local(element) in {"p", "text", "si"}:
            yield _all_text(element)


def _slides(archive: zipfile.ZipFile) -> Iterator[Row]:
    for name in sorted(archive.namelist()):
        if match := _SLIDE.fullmatch(name):
            yield from _rows("page", int(match[1]), _runs(_xml(archive, name)))
        elif name.startswith(("ppt/slideMasters/slideMaster", "ppt/slideLayouts/slideLayout")):
            yield from _rows("header", 0, _runs(_xml(archive, name)))
        elif name.startswith("docProps/") and name.endswith(".xml"):
            yield from _rows("properties", 0, (element.text for element in _xml(archive, name).iter()))


def _open_document(archive: zipfile.ZipFile) -> Iterator[Row]:
    for name, part in (("content.xml", "text"), ("styles.xml", "header"), ("meta.xml", "properties")):
        if name in archive.namelist():
            yield from _rows(part, 0, _open_lines(_xml(archive, name)))


def _open_lines(element: ET.Element) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name in {"p", "h"}:
            yield "".join(child.itertext())
        elif name == "table-row":
            cells = [cell for cell in child if _local(cell) == "table-cell"]
            yield "\t".join("\v".join(_open_lines(cell)).replace("\t", " ") for cell in cells)
        elif not len(child) and child.text:
            yield child.text
        else:
            yield from _open_lines(child)


def main() -> None:
    """Read standard input, write lines to standard output; any failure is an exit code."""
    confine(1024**3, 50)
    data = sys.stdin.buffer.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        sys.exit(2)
    rows = rows_of(sys.argv[1], data)
    for row in islice(rows, MOST_LINES):
        sys.stdout.write(json.dumps(row) + "\n")
    if next(rows, None) is not None:
        sys.stdout.write(json.dumps(("gap", 0, "rest")) + "\n")


if __name__ == "__main__":
    main()
