"""The child process: `python -m conglang.tools.search.reader pdf <file`. Prints the text, imports no Django.

What breaks here, breaks here: a broken font table or a bomb ends this process and nothing else.
"""

import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from xml.etree import ElementTree as ET

from conglang.kernel.confinement import confine

MEMORY_BYTES = 1024**3
CPU_SECONDS = 50
FILE_BYTES = 64 * 1024**2
XML_BYTES = 30 * 1024**2
MOST_PAGES = 500
MOST_LETTERS = 400_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pages_of_pdf(data: bytes) -> Iterator[str]:
    """The text of each page; scanned pages have none."""
    import pypdfium2  # noqa: PLC0415 - loads a large library, not needed for Word

    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()


def paragraphs_of_docx(data: bytes) -> Iterator[str]:
    """The text of each paragraph, tables included. Raises ValueError for what Word would not write."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.getinfo("word/document.xml").file_size > XML_BYTES:
            raise ValueError("too large")
        xml = archive.read("word/document.xml")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("entities")  # Word writes none; they can be bombs
    for _event, element in ET.iterparse(BytesIO(xml)):  # noqa: S314 - without entities there is nothing to expand
        if element.tag == f"{_WORD}p":
            yield "".join(_pieces(element))
            element.clear()


def _pieces(paragraph: ET.Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == f"{_WORD}t":
            yield element.text or ""
        elif element.tag in {f"{_WORD}tab", f"{_WORD}br"}:
            yield " "


def main() -> None:
    """Read standard input, write the text to standard output; any failure is an exit code."""
    confine(MEMORY_BYTES, CPU_SECONDS)
    data = sys.stdin.buffer.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        sys.exit(2)
    parts = pages_of_pdf(data) if sys.argv[1] == "pdf" else paragraphs_of_docx(data)
    left = MOST_LETTERS
    for part in islice(parts, MOST_LETTERS):
        sys.stdout.buffer.write(part[:left].encode("utf-8", "replace") + b"\n")
        left -= len(part)
        if left <= 0:
            break


if __name__ == "__main__":
    main()
