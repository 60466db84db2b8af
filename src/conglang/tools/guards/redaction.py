"""A copy of a file without personal data. The data are taken out of the bytes, nothing is laid over them.

Word: the values are replaced in the text of every part, comments and hidden text are dropped, properties
emptied, pictures kept. PDF: the words are taken from the page and the pages carried into a new file, without
properties, notes, forms and attachments. The result is read anew; what still holds a value is refused.
"""

import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from posixpath import normpath
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from conglang.kernel.confinement import confine
from conglang.kernel.text import nfc
from conglang.tools.guards.numbers import digits_of
from conglang.tools.guards.personal import personal_data
from conglang.tools.guards.reader import FILE_BYTES, rows_of
from conglang.tools.guards.rules import Finding, Kind, Line, Part

HIDDEN = "…"
MOST_PAGES = 500
_PARTS = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
_DROPPED = re.compile(
    r"docProps/.*|word/comments\w*\.xml|customXml/.*|word/embeddings/.*|docMetadata/.*|word/people\.xml"
)
_RELATION = re.compile(rb"<Relationship\b[^>]*?Target=\"([^\"]*)\"[^>]*?/>")
_OVERRIDE = re.compile(rb"<Override\b[^>]*?PartName=\"/([^\"]*)\"[^>]*?/>")


class CannotRedact(Exception):
    """The data cannot be taken out for certain, so there is no copy."""


def redact(data: bytes, extension: str, kinds: frozenset[Kind]) -> tuple[bytes, list[Finding]]:
    """The copy, and what was taken out. Raises CannotRedact, also where there is nothing to take out."""
    rows = list(rows_of(extension, data))
    if any(part == "gap" for part, _number, _text in rows):
        raise CannotRedact("unread")
    found = [each for each in personal_data(_lines(rows)) if each.kind in kinds]
    if not found:
        raise CannotRedact("nothing")
    values = sorted({nfc(each.value) for each in found}, key=len, reverse=True)
    copy = _without_in_word(data, values) if extension == "docx" else _without_in_pdf(data, values)
    _check(copy, extension, values, kinds)
    return copy, found


def _lines(rows: Sequence[tuple[str, int, str]]) -> list[Line]:
    return [Line(text, Part(part), number) for part, number, text in rows]


def _check(copy: bytes, extension: str, values: Sequence[str], kinds: frozenset[Kind]) -> None:
    """Raise CannotRedact unless the copy, read like any file, has none of the values left."""
    rows = list(rows_of(extension, copy))
    text = nfc(" ".join(text for _part, _number, text in rows))
    digits = digits_of(text)
    left = [
        value
        for value in values
        if value in text or (len(digits_of(value)) > 8 and digits_of(value) in digits)
    ]
    if left or any(each.kind in kinds for each in personal_data(_lines(rows))):
        raise CannotRedact("left")


def _pattern(values: Sequence[str]) -> re.Pattern[str]:
    spaced = (r"[\s\u00a0]+".join(re.escape(word) for word in value.split()) for value in values)
    return re.compile("|".join(rf"(?<!\w){value}(?!\w)" for value in spaced))


def _without_in_word(data: bytes, values: Sequence[str]) -> bytes:
    pattern, result = _pattern(values), BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            name = entry.filename
            if _DROPPED.fullmatch(name):
                continue
            part = source.read(entry)
            if _PARTS.fullmatch(name):
                part = _without_in_part(part, pattern)
            elif name.endswith(".rels"):
                part = _RELATION.sub(_kept_relation(name), part)
            elif name == "[Content_Types].xml":
                part = _OVERRIDE.sub(
                    lambda match: b"" if _DROPPED.fullmatch(match[1].decode()) else match[0], part
                )
            target.writestr(name, part)
    return result.getvalue()


def _kept_relation(name: str) -> Any:
    folder = name.partition("_rels/")[0]

    def kept(match: re.Match[bytes]) -> bytes:
        target = match[1].decode()
        path = target[1:] if target.startswith("/") else normpath(folder + target)
        gone = _DROPPED.fullmatch(path)
        is_mail = target.startswith(("mailto:", "tel:"))
        return b"" if gone else match[0].replace(match[1], b"about:blank") if is_mail else match[0]

    return kept


def _without_in_part(part: bytes, pattern: re.Pattern[str]) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(part, parser)
    for gone in list(
        root.iter("{*}commentReference", "{*}commentRangeStart", "{*}commentRangeEnd", "{*}del")
    ):
        gone.getparent().remove(gone)
    for run in list(root.iter("{*}r")):
        if run.find("{*}rPr/{*}vanish") is not None:
            run.getparent().remove(run)
    for paragraph in root.iter("{*}p"):
        _replace(list(paragraph.iter("{*}t", "{*}instrText")), pattern)
    for shape in root.iter("{*}docPr", "{*}cNvPr"):
        for name in ("descr", "title"):
            if name in shape.attrib:
                shape.set(name, pattern.sub(HIDDEN, nfc(shape.get(name))))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _replace(texts: Sequence[Any], pattern: re.Pattern[str]) -> None:
    """Replace values that Word has cut into several runs; the first run gets the sign, the others nothing."""
    for text in texts:
        text.text = nfc(text.text or "")
    whole = "".join(text.text for text in texts)
    for match in reversed(list(pattern.finditer(whole))):
        begun = 0
        for text in texts:
            ended = begun + len(text.text)
            start, end = max(match.start(), begun) - begun, min(match.end(), ended) - begun
            length = len(text.text)
            if start < end:
                sign = HIDDEN if match.start() >= begun else ""
                text.text = text.text[:start] + sign + text.text[end:]
            begun += length


def _without_in_pdf(data: bytes, values: Sequence[str]) -> bytes:
    import pypdfium2  # noqa: PLC0415 - loads a large library, not needed for Word
    from pypdfium2 import raw  # noqa: PLC0415

    source = pypdfium2.PdfDocument(data)
    if len(source) > MOST_PAGES:
        raise CannotRedact("long")
    for page in (source[index] for index in range(len(source))):
        boxes = list(_boxes(page, values))
        for thing in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
            if any(_overlap(thing.get_bounds(), box) for box in boxes):
                page.remove_obj(thing)
        while raw.FPDFPage_GetAnnotCount(page.raw):
            raw.FPDFPage_RemoveAnnot(page.raw, 0)
        page.gen_content()
    copy, result = pypdfium2.PdfDocument.new(), BytesIO()
    copy.import_pages(source)  # takes over what the pages still refer to, and nothing else
    copy.save(result)
    return result.getvalue()


_Box = tuple[float, float, float, float]


def _boxes(page: Any, values: Sequence[str]) -> Iterator[_Box]:
    """Where the values stand on the page."""
    words = page.get_textpage()
    text = nfc(words.get_text_range())
    for match in _pattern(values).finditer(text):
        for index in range(match.start(), match.end()):
            if not text[index].isspace():
                yield words.get_charbox(index)


def _overlap(one: _Box, other: _Box) -> bool:
    left, bottom, right, top = one
    middle_x, middle_y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return left <= middle_x <= right and bottom <= middle_y <= top


def main() -> None:
    """The child process: extension and kinds as arguments, the file on standard input, its copy as output."""
    confine(1024**3, 50)
    try:
        kinds = frozenset(Kind(name) for name in sys.argv[2:])
        copy, _found = redact(sys.stdin.buffer.read(FILE_BYTES), sys.argv[1], kinds)
    except CannotRedact as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(3)
    sys.stdout.buffer.write(copy)


if __name__ == "__main__":
    main()
