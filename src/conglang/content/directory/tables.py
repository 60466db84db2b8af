"""A list of people as offices keep it in a spreadsheet: an Excel file, or saved as CSV. Pure."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from conglang.kernel.text import fold, one_line

MOST_ROWS = 500

# what a column may be headed, folded, and what stands in it
HEADINGS = {
    "ho va ten": "full_name",
    "ho ten": "full_name",
    "ten": "full_name",
    "chuc vu": "post",
    "chuc danh": "post",
    "danh sach": "group",
    "nhom": "group",
    "phong ban": "department",
    "don vi": "department",
    "thon": "hamlet",
    "thon, to": "hamlet",
    "nhiem vu": "duties",
    "dien thoai": "phone",
    "dien thoai co quan": "phone",
    "email": "email",
    "thu dien tu": "email",
    "lich tiep dan": "reception",
}


class NoTable(ValueError):
    """The file is no list of people: no text, or without the columns of name and post."""


@dataclass(frozen=True)
class Row:
    """A line of the list with its number in the file; `cells` by the names of fields."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)


def read_rows(data: bytes) -> Iterator[Row]:
    """The rows under the headings; empty ones are left out. Raises NoTable."""
    is_workbook = data.startswith(b"PK\x03\x04")
    names: list[str] | None = None
    for number, line in enumerate(_sheet(data) if is_workbook else _lines(data), 1):
        if number > MOST_ROWS + 20:
            raise NoTable
        cells = [one_line(cell) for cell in line]
        if names is None:
            names = _names(cells)
        elif any(cells):
            yield Row(number, {name: cell for name, cell in zip(names, cells, strict=False) if name})
    if names is None:
        raise NoTable


def _sheet(data: bytes) -> Iterator[list[str]]:
    """The lines of an Excel file's first sheet, as its cells show them."""
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        for line in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in line]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise NoTable from error


def _lines(data: bytes) -> Iterable[list[str]]:
    """The lines of a CSV file, whichever of the usual marks parts its cells."""
    text = _text(data)
    first = text.lstrip("\n").partition("\n")[0]
    mark = max(";,\t", key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=mark, strict=False)
    except csv.Error as error:
        raise NoTable from error


def _names(cells: list[str]) -> list[str] | None:
    """The fields of the columns if this is the line of headings; titles above it are passed over."""
    names = [HEADINGS.get(fold(cell), "") for cell in cells]
    return names if {"full_name", "post"} <= set(names) else None


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoTable from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
