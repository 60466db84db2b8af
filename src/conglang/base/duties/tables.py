"""Lists as files for spreadsheets; those of duties."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from conglang.base.duties.models import Duty
from conglang.base.duties.wording import STATES
from conglang.kernel.clock import local_day

WIDTHS = (60, 30, 12, 10, 24, 30, 40, 14)


def csv_of(lines: Iterable[Iterable[str]]) -> bytes:
    """Lines of text as CSV; its first mark tells Excel that the text is Unicode."""
    text = StringIO()
    csv.writer(text).writerows([_inert(cell) for cell in line] for line in lines)
    return f"\ufeff{text.getvalue()}".encode()


def xlsx_of(lines: Iterable[Iterable[str]], title: str, widths: Sequence[int]) -> bytes:
    """Lines of text as a workbook; every cell is text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line in lines:
        sheet.append([_text_cell(sheet, cell) for cell in line])
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def csv_file(rows: Iterable[Duty], now: datetime) -> bytes:
    """The list as CSV."""
    return csv_of(_lines(rows, now))


def xlsx_file(rows: Iterable[Duty], now: datetime) -> bytes:
    """The list as a workbook."""
    return xlsx_of(_lines(rows, now), _("Overdue"), WIDTHS)


CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"csv": (CSV_TYPE, csv_file), "xlsx": (XLSX_TYPE, xlsx_file)}


def _lines(rows: Iterable[Duty], now: datetime) -> Iterator[list[str]]:
    yield [
        _("What is to be done"), _("Unit"), _("Due on"), _("Days late"), _("Who does it"), _("Department"),
        _("Started by"), _("State"),
    ]  # fmt: skip
    for duty in rows:
        yield [
            duty.title,
            duty.unit.title,
            f"{duty.due_on:%d/%m/%Y}",
            str(max(0, (local_day(now) - duty.due_on).days)),
            str(duty.person or ""),
            str(duty.department or ""),
            duty.event,
            str(STATES[duty.state(now)][0]),
        ]


def _text_cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="".join(each for each in text if each >= " "))
    cell.data_type = "s"
    return cell


def _inert(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
