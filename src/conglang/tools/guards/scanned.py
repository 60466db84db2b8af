"""What the guards see in the pages that are pictures: their text as it was recognised, and their stamps."""

from collections.abc import Mapping
from datetime import datetime

from conglang.kernel.text import fold
from conglang.tools.guards.examination import Gap, Report, report_on
from conglang.tools.guards.rules import Line, Part
from conglang.tools.guards.secrecy import marks
from conglang.tools.media import ocr
from conglang.tools.media.models import RecognitionState, StoredFile
from conglang.tools.media.ocr import ScanPage
from conglang.tools.media.services.recognise import recognise

SECONDS = 40.0  # somebody may be waiting; the worker reads the rest
WEB_PICTURES = frozenset({"webp", "gif", "avif"})


def add_scans(report: Report, document: StoredFile, now: datetime) -> None:
    """Take in what the scanned pages and the pictures of a file carry; what nobody has read stays a gap."""
    is_picture = document.extension in ocr.PICTURES | WEB_PICTURES
    if not is_picture and not {gap for gap, _number in report.gaps} & {Gap.SCAN, Gap.PICTURE}:
        return
    row = recognise(document=document, now=now, seconds=SECONDS)
    take_in(report, row.scans)
    for page in row.sheets:
        report.findings += _found(page, 0).findings
    if row.state == RecognitionState.READ:
        report.gaps = [gap for gap in report.gaps if gap[0] is not Gap.PICTURE]
    if is_picture and row.state != RecognitionState.READ:
        report.gaps += [(Gap.SCAN, number) for number in row.left or [1]]


def take_in(report: Report, scans: Mapping[int, ScanPage]) -> None:
    """Add what pages carry that were read as pictures, by number, their stamps included."""
    for number, page in scans.items():
        report.findings += _found(page, number).findings
    report.gaps = [gap for gap in report.gaps if gap[0] is not Gap.SCAN or gap[1] not in scans]


def _found(page: ScanPage, number: int) -> Report:
    lines = [
        Line(" ".join(word.text for word in words).replace(" \t ", "\t"), Part.PAGE, number)
        for words in page.lines
    ]
    found = report_on(lines)
    if not marks(lines):
        # a stamp in a box of its own is often missing among the lines
        found.findings += marks([Line(_once(text), Part.HEADER, number) for text in page.marks])
    return found


def _once(text: str) -> str:
    """The words of a stamp; one letter with two marks is sometimes read as two letters, each with one."""
    return "".join(
        letter
        for letter, after in zip(text, f"{text[1:]} ", strict=False)
        if letter.isascii() or after.isascii() or fold(letter) != fold(after)
    )
