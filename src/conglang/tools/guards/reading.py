"""The text of a stored file, read by a child process that may neither grow nor run for long."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from conglang.kernel.text import convert_if_certain
from conglang.tools.guards.examination import Gap, Report, report_on
from conglang.tools.guards.rules import Line, Part
from conglang.tools.media import word97

FileText = tuple[list[Line], list[tuple[Gap, int]]]
"""The lines of a file, and what of it could not be read with the page."""
READABLE = frozenset({"pdf", "docx", "doc", "xlsx", "pptx", "odt", "ods", "txt", "vtt"})
SECONDS = 55
_BREAKS, _KEPT = re.compile(r"[\n\v\f\r]"), "\N{SYMBOL FOR VERTICAL TABULATION}"


class Unreadable(Exception):
    """The file could not be read within the limits."""


def lines_of(path: Path, extension: str) -> FileText:
    """The lines of a file and what of it could not be read. Raises Unreadable."""
    if extension == "doc":
        return _old_word(path), []
    command = [sys.executable, "-m", "conglang.tools.guards.reader", extension]
    try:
        with path.open("rb") as file:
            child = subprocess.run(command, stdin=file, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
        rows = [json.loads(row) for row in child.stdout.decode().splitlines()]
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise Unreadable(type(error).__name__) from error
    lines = [Line(text.replace("\0", ""), Part(part), number) for part, number, text in rows if part != "gap"]
    return lines, [(Gap(reason), number) for part, number, reason in rows if part == "gap"]


def _old_word(path: Path) -> list[Line]:
    try:
        text = word97.text_of(path)
    except (word97.Unreadable, word97.NotInstalled) as error:
        raise Unreadable(type(error).__name__) from error
    return [Line(line) for line in text.splitlines() if line.strip()]


def read_report(path: Path, extension: str) -> Report:
    """What a file carries; a file that cannot be read says so."""
    if extension not in READABLE:
        return Report()
    try:
        reading = lines_of(path, extension)
    except Unreadable:
        return Report(gaps=[(Gap.UNREADABLE, 0)])
    return report_of(reading)


def report_of(reading: FileText) -> Report:
    """What lines that were read carry."""
    lines, gaps = reading
    report = report_on(lines, _converted(lines))
    report.gaps += gaps
    return report


def _converted(lines: list[Line]) -> list[Line]:
    """The lines out of an old encoding, if they are in one for certain."""
    # cells and their lines are parted by what conversion takes for the end of a line
    texts = convert_if_certain("\n".join(_BREAKS.sub(_KEPT, line.text) for line in lines)).text.split("\n")
    pairs = zip(lines, texts, strict=True) if lines else ()
    return [replace(line, text=text.replace(_KEPT, "\v")) for line, text in pairs]
