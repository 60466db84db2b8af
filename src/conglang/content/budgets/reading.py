"""A workbook of budget figures becomes tables. Pure; a hostile file costs little and is refused with words.

Above the header stand the form and the title, below it perhaps a line that numbers the columns, and under
the figures signatures; none of these is part of the table. Formulas count with the value that the
spreadsheet program stored for them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from math import isfinite
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from conglang.content.budgets.tables import Cell, Sheet
from conglang.kernel.text import fold, nfc, one_line

MOST_BYTES = 5 * 1024 * 1024
MOST_PARTS, MOST_UNPACKED = 300, 30 * 1024 * 1024
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 8, 1500, 24, 500
HEADER_LINES = 3
YEARS = range(2000, 2100)

_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_NUMBERING = re.compile(r"\(?(?:[A-Z]|\d{1,2})(?:\s*=.*)?\)?")
_MONEY = re.compile(r"đơn vị(?:\s+tính)?\s*:?\s*(.{2,40})", re.IGNORECASE)
_FORM = re.compile(r"(?:mẫu|biểu)(?:\s+(?:số|mẫu))?\s*[:.]?\s*\d", re.IGNORECASE)
_OFFICE = re.compile(r"^(ubnd|uy ban nhan dan|hdnd|cong hoa xa hoi|doc lap)\b")


class NoTable(ValueError):
    """The workbook cannot be taken; `reason` says why, `place` names the sheet or the cell."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason, self.place = reason, place


def read_tables(data: bytes) -> list[Sheet]:
    """The tables of all sheets that hold one. Raises NoTable."""
    if len(data) > MOST_BYTES:
        raise NoTable("too_big")
    if not data.startswith(b"PK\x03\x04"):
        raise NoTable("no_workbook")
    try:
        _refuse_hostile(data)
        found = list(_sheets(data))
    except NoTable:
        raise
    except Exception as error:  # openpyxl and its parsers let anything through
        raise NoTable("damaged") from error
    if not found:
        raise NoTable("no_table")
    return found


def _refuse_hostile(data: bytes) -> None:
    try:
        archive = ZipFile(BytesIO(data))
    except BadZipFile:
        raise NoTable("damaged") from None
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NoTable("too_big")
    if any(part.flag_bits & 1 for part in parts):
        raise NoTable("locked")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise NoTable("macros")
    if "xl/workbook.xml" not in names:
        raise NoTable("no_workbook")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as file:
                head = file.read(2048)
            # entities can unfold to anything; no spreadsheet program writes them
            if b"<!" in head.replace(b"<!--", b"") or head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
                raise NoTable("damaged")


def _sheets(data: bytes) -> Iterator[Sheet]:
    values, formulas = (
        load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
        for data_only in (True, False)
    )
    try:
        if len(values.worksheets) > MOST_SHEETS:
            raise NoTable("too_big")
        for sheet, computed in zip(values.worksheets, formulas.worksheets, strict=True):
            if sheet.sheet_state != "visible":
                raise NoTable("hidden", nfc(sheet.title))
            _refuse_uncounted(sheet, computed)
            if found := _table(nfc(sheet.title), _lines(sheet)):
                yield found
    finally:
        values.close()
        formulas.close()


def _refuse_uncounted(sheet: Any, computed: Any) -> None:
    """Raise NoTable when the program that wrote the file left its formulas without values."""
    counted, first = 0, ""
    for shown, written in zip(_cells(sheet), _cells(computed), strict=False):
        for cell, formula in zip(shown, written, strict=False):
            if formula.data_type == "f":
                counted += cell.value is not None
                first = first or f"{sheet.title}!{get_column_letter(formula.column)}{formula.row}"
    if first and not counted:
        raise NoTable("not_counted", nfc(first))


def _cells(sheet: Any) -> Any:
    sheet.reset_dimensions()  # what the file says of its size is not believed
    return sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)


def _lines(sheet: Any) -> list[list[Cell]]:
    lines = []
    for row in _cells(sheet):
        cells = [_cell(each, sheet.title) for each in row]
        if any(cell != "" for cell in cells):
            lines.append(cells)
    if len(lines) > MOST_ROWS:
        raise NoTable("too_big")
    width = max((at + 1 for line in lines for at, cell in enumerate(line) if cell != ""), default=0)
    return [[*line, *[""] * (width - len(line))][:width] for line in lines]


def _cell(cell: Any, sheet: str) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        raise NoTable("error_value", nfc(f"{sheet}!{get_column_letter(cell.column)}{cell.row}"))
    if isinstance(value, bool) or value is None:
        return "x" if value else ""
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime | date | time):
        return f"{value:%H:%M}" if isinstance(value, time) else f"{value:%d/%m/%Y}"
    text = one_line(str(value))[:MOST_LETTERS]
    if _GROUPED.fullmatch(text):  # a figure that was typed as text
        return _number(float(text.replace(".", "").replace(",", ".")), "")
    return text


def _number(value: float, number_format: str) -> Cell:
    if not isfinite(value):
        return ""
    if "%" in number_format:
        return f"{round(value * 100, 2):g}%".replace(".", ",")
    return int(value) if float(value).is_integer() else round(value, 6)


def _table(name: str, lines: list[list[Cell]]) -> Sheet | None:
    """The table of a sheet; None for a sheet without one."""
    first = next((at for at, line in enumerate(lines) if _is_figures(line)), None)
    if first is None:
        first = next((at + 1 for at, line in enumerate(lines) if _filled(line) > 1), len(lines))
    top = first
    while top and first - top < HEADER_LINES + 1 and (_filled(lines[top - 1]) > 1):
        top -= 1
    header = [line for line in lines[top:first] if not _is_numbering(line)][-HEADER_LINES:]
    if not header:
        return None
    last = max((at for at, line in enumerate(lines) if _is_figures(line)), default=len(lines) - 1)
    rows = [line for line in lines[first : last + 1] if not _is_numbering(line)]
    above = [str(cell) for line in lines[:top] for cell in line if isinstance(cell, str) and cell]
    kept = [at for at in range(len(lines[0])) if any(line[at] != "" for line in [*header, *rows])]
    if not rows or len(kept) < 2:
        return None
    names = _names(header)
    return Sheet(
        title=_title(above) or name,
        columns=tuple(names[at] or f"({at + 1})" for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in rows),
        money=next((found[1].strip(" .)") for text in above if (found := _MONEY.search(text))), ""),
        form=next((text for text in above if _FORM.match(text)), "")[:200],
    )


def _filled(line: list[Cell]) -> int:
    return sum(cell != "" for cell in line)


def _is_figures(line: list[Cell]) -> bool:
    """Words and, after the first column, a number that is more than the year over a column."""
    numbers = [cell for cell in line[1:] if not isinstance(cell, str) and cell not in YEARS]
    return bool(numbers) and any(isinstance(c, str) and len(c) > 1 for c in line) and not _is_numbering(line)


def _is_numbering(line: list[Cell]) -> bool:
    """A line such as `A | B | 1 | 2 | 3=2/1`, which numbers the columns."""
    cells = [str(cell) for cell in line if cell != ""]
    return len(cells) > 1 and all(_NUMBERING.fullmatch(cell) for cell in cells)


def _names(header: list[list[Cell]]) -> list[str]:
    """Names of the columns: a name that spans several stands before the name of each."""
    names = []
    for at in range(len(header[0])):
        parts: list[str] = []
        for number, line in enumerate(header):
            below = any(other[at] != "" for other in header[number + 1 :])
            spanning = [cell for cell in line[: at + 1] if cell != ""]
            text = line[at] if line[at] != "" else spanning[-1] if below and spanning else ""
            if text != "" and str(text) not in parts:
                parts.append(str(text))
        names.append(" – ".join(parts))
    return names


def _title(above: list[str]) -> str:
    """The longest line over the table that is neither its form, nor its unit, nor an authority."""
    found = [
        text
        for text in above
        if not (_FORM.match(text) or _MONEY.search(text) or _OFFICE.match(fold(text)) or text[0] == "(")
    ]
    return max(found, key=len, default="")[:200]
