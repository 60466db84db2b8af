"""The lines of Word, Excel, PowerPoint and OpenDocument files, in the child process. Imports no Django.

A line is `[part, number, text]`, in Unicode also where the font tells of an old encoding.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from conglang.kernel.text import convert_by_font

XML_BYTES = 40 * 1024**2
MOST_LETTERS = 20_000  # of a line
Row = tuple[str, int, str]
_WORD_PARTS = (
    (re.compile(r"word/document\d*\.xml"), "text"),
    (re.compile(r"word/(?:header|footer)\d*\.xml"), "header"),
    (re.compile(r"word/(?:footnotes|endnotes|comments\w*)\.xml"), "note"),
    (re.compile(r"docProps/(?:core|app|custom)\.xml"), "properties"),
)
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SLIDE = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml")


def lines_of(extension: str, archive: zipfile.ZipFile) -> Iterator[Row]:
    """Everything that such a file says itself. Raises ValueError and others for what is broken."""
    readers: dict[str, Callable[[zipfile.ZipFile], Iterator[Row]]] = {
        "docx": _word,
        "xlsx": _cells,
        "pptx": _slides,
    }
    return readers.get(extension, _open_document)(archive)


def rows(part: str, number: int, texts: Any) -> Iterator[Row]:
    """The texts that say something, as rows of one part."""
    for text in texts:
        if text and text.strip():
            yield part, number, text[:MOST_LETTERS]


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
    fonts = _fonts(archive)
    for name in sorted(archive.namelist()):
        part = next((part for pattern, part in _WORD_PARTS if pattern.fullmatch(name)), None)
        if part == "properties":
            yield from rows(part, 0, (element.text for element in _xml(archive, name).iter()))
        elif part:
            yield from rows(part, 0, _paragraphs(_xml(archive, name), fonts))


def _fonts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The font of each style by its key; that of the whole file stands under the empty key."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for each in _xml(archive, "word/styles.xml"):
        is_default = _local(each) == "docDefaults" or _attribute(each, "default") == "1"
        if font := _font(each):
            found[_attribute(each, "styleId")] = font
            if is_default and _attribute(each, "type") in {"", "paragraph"}:
                found[""] = font
    return found


def _font(element: ET.Element) -> str:
    """The font that the properties of a run, of a style or of the file name."""
    return next((_attribute(each, "ascii") for each in element.iter() if _local(each) == "rFonts"), "")


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _paragraphs(element: ET.Element, fonts: Mapping[str, str]) -> Iterator[str]:
    """Lines of text; a row of a table is one, with its cells parted by tabs."""
    for child in element:
        name = _local(child)
        if name == "p":
            style = next((_attribute(each, "val") for each in child.iter() if _local(each) == "pStyle"), "")
            yield from "".join(_pieces(child, fonts.get(style) or fonts.get("", ""))).split("\n")
            for box in _boxes(child):
                yield from _paragraphs(box, fonts)
            yield from _art(child)
        elif name == "tr":
            cells = [cell for cell in child.iter() if _local(cell) == "tc"]
            yield "\t".join("\v".join(_paragraphs(cell, fonts)).replace("\t", " ") for cell in cells)
        else:
            yield from _paragraphs(child, fonts)


def _pieces(element: ET.Element, font: str) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name in {"txbxContent", "Fallback"}:
            continue  # text boxes are lines of their own; the fallback says the same again
        if name in {"t", "delText", "instrText"}:
            text = child.text or ""
            yield convert_by_font(text, font) or text
        elif name == "tab":
            yield "\t"
        elif name in {"br", "cr"}:
            yield "\n"
        else:
            own = next((each for each in child if _local(each) == "rPr"), None) if name == "r" else None
            yield from _pieces(child, (_font(own) if own is not None else "") or font)


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
            yield from rows(
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
                yield from rows("header", int(match[1]), re.split(r"&[LCR]", edge.text or ""))
        elif name == "xl/workbook.xml":
            sheets = (each for each in _xml(archive, name).iter() if _local(each) == "sheet")
            yield from rows("properties", 0, (sheet.get("name") for sheet in sheets))
        elif name.startswith(("xl/comments", "xl/threadedComments/", "xl/drawings/drawing")):
            yield from rows("note", 0, _runs(_xml(archive, name)))
        elif name.startswith(("xl/pivotCache/", "xl/externalLinks/externalLink")):
            # copies of cells of sheets that may be long gone
            yield from rows("note", 0, _copied(_xml(archive, name)))
        elif name.startswith("docProps/") and name.endswith(".xml"):
            yield from rows("properties", 0, (element.text for element in _xml(archive, name).iter()))


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
            yield from rows("page", int(match[1]), _runs(_xml(archive, name)))
        elif name.startswith(("ppt/slideMasters/slideMaster", "ppt/slideLayouts/slideLayout")):
            yield from rows("header", 0, _runs(_xml(archive, name)))
        elif name.startswith("docProps/") and name.endswith(".xml"):
            yield from rows("properties", 0, (element.text for element in _xml(archive, name).iter()))


def _open_document(archive: zipfile.ZipFile) -> Iterator[Row]:
    for name, part in (("content.xml", "text"), ("styles.xml", "header"), ("meta.xml", "properties")):
        if name in archive.namelist():
            yield from rows(part, 0, _open_lines(_xml(archive, name)))


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
