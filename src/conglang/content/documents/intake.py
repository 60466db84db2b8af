"""What stands in a file that came in: its words, its fields, what the guards look at, and what is missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from conglang.content.documents import scans
from conglang.content.documents.reading import Found, Key, read_document
from conglang.kernel.text import convert_if_certain, nfc
from conglang.tools.guards.examination import Gap
from conglang.tools.guards.reading import FileText, Unreadable, lines_of
from conglang.tools.guards.rules import Part
from conglang.tools.media import ocr, word97
from conglang.tools.media.models import Document
from conglang.tools.media.ocr import ScanPage, Word
from conglang.tools.media.services.recognise import recognise

SHOWN = frozenset({Part.TEXT, Part.PAGE})
_CELLS = re.compile(r"[\t\v]")


@dataclass(frozen=True)
class Content:
    """`waits` while scanned pages are still to be read; `doubtful` are words to compare with the page.

    `reading` are the lines that stand in the file as text, `scans` the pages that were read as pictures.
    """

    text: str = ""
    fields: dict[Key, Found] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)
    waits: bool = False
    reading: FileText | None = None
    scans: Mapping[int, ScanPage] = field(default_factory=dict)


def content_of(path: Path, stored: Document, now: datetime) -> Content:
    """Read a stored file once, for everybody who wants to know. Raises word97.NotInstalled."""

    def recognised() -> Mapping[int, ScanPage] | None:
        row = recognise(document=stored, now=now, seconds=0)
        return row.scans if row.is_read else None

    try:
        return read_content(path, stored.extension, recognised)
    except Unreadable:
        return Content()


def read_content(
    path: Path, extension: str, recognised: Callable[[], Mapping[int, ScanPage] | None]
) -> Content:
    """Read a file; `recognised` gives its scanned pages by number, or None while they are to be read.

    Raises Unreadable, word97.NotInstalled.
    """
    if extension == "doc" and not word97.is_installed():
        raise word97.NotInstalled
    if extension in ocr.PICTURES:
        return _with_scans(recognised(), None)
    lines, gaps = lines_of(path, extension)
    if any(gap is Gap.SCAN for gap, _number in gaps):
        return _with_scans(recognised(), (lines, gaps))
    shown = (line.text for line in lines if line.part in SHOWN)
    text = convert_if_certain(nfc("\n".join(_CELLS.sub("\n", each) for each in shown))).text
    return Content(text, read_document(text), reading=(lines, gaps))


def _with_scans(scanned: Mapping[int, ScanPage] | None, reading: FileText | None) -> Content:
    """The pages in their order, those that are pictures as they were recognised."""
    if scanned is None:
        return Content(waits=True, reading=reading)
    written: dict[int, list[tuple[Word, ...]]] = {}
    for line in reading[0] if reading else ():
        if line.part is Part.PAGE and line.number not in scanned:
            written.setdefault(line.number, []).append(tuple(Word(word) for word in line.text.split()))
    pages = dict(scanned) | {number: ScanPage(tuple(rows)) for number, rows in written.items()}
    found = [pages[number] for number in sorted(pages)]
    return Content(
        text=scans.text_of(found),
        fields=scans.read_scan(found),
        doubtful=scans.doubtful_words(found),
        reading=reading,
        scans=scanned,
    )
