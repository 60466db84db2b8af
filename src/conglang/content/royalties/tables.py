"""The sheet of a month as a workbook for the accountant, in the layout of the paper, amounts as numbers."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from conglang.base.units.models import Unit
from conglang.content.royalties import papers
from conglang.content.royalties.queries import Sums
from conglang.content.royalties.rules import Part
from conglang.kernel.clock import local_day
from conglang.tools.papers.sheet import COUNTRY, MOTTO, legible, written_date

XLSX = "xlsx"
FACE, NUMBER = "Times New Roman", "#,##0"
PEOPLE = ("STT", "Họ và tên", "Mã số thuế", "Ngân hàng", "Số tài khoản", "Số tiền (đồng)", "Thuế TNCN (đồng)",
          "Thực nhận (đồng)", "Ký nhận")  # fmt: skip
PEOPLE_WIDTHS = (6, 30, 16, 22, 20, 18, 18, 18, 14)
WORKS = tuple(column.title for column in papers.WORKS)
WORK_WIDTHS = (6, 13, 60, 30, 30, 20, 18)
_LINE = Side("thin")


def workbook(sums: Sums, unit: Unit) -> bytes:
    """The bytes of the workbook: what is paid to whom, and for what."""
    book = Workbook()
    book.remove(book.active)
    people = _page(book, "Bảng chi", PEOPLE_WIDTHS)
    _head(people, unit, sums)
    _rows(people, PEOPLE, _people(sums))
    people.append([])
    _say(people, papers.in_words(sums), italic=True)
    _signatures(people, unit, sums)
    _rows(_page(book, "Tác phẩm", WORK_WIDTHS), WORKS, _works(sums))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _people(sums: Sums) -> Iterable[Sequence[Any]]:
    for number, (payee, paid) in enumerate(sums.people, 1):
        account = (payee.tax_code, payee.bank, payee.account)
        yield number, payee.name, *account, paid.gross, paid.tax, paid.net, ""
    yield "", papers.TOTAL, "", "", "", sums.gross, sums.tax, sums.net, ""


def _works(sums: Sums) -> Iterable[Sequence[Any]]:
    for number, paid in enumerate(sums.paid, 1):
        work = paid.work
        facts = (f"{work.published_on:%d/%m/%Y}", work.title, papers.genre_of(work), paid.payee.name)
        yield number, *facts, papers.PARTS[Part(paid.part)], paid.amount
    yield "", "", papers.TOTAL, "", "", "", sums.gross


def _page(book: Workbook, title: str, widths: Sequence[int]) -> Worksheet:
    page: Worksheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    return page


def _head(page: Worksheet, unit: Unit, sums: Sums) -> None:
    issuer = f"Ủy ban nhân dân {unit.naming.in_text}".upper()
    for row, texts in enumerate(((issuer, COUNTRY), ("Số:        /BK-UBND", MOTTO)), 1):
        for first, last, text in ((1, 4, texts[0]), (5, 9, texts[1])):
            _merged(page, row, first, last, text, bold=row == 1 or first == 5)
    _merged(page, 4, 1, 9, f"{papers.KIND} {papers.title_of(sums)}".upper(), bold=True)
    _merged(page, 5, 1, 9, "; ".join(f"Căn cứ {each}" for each in papers.grounds(sums)), italic=True)
    page.append([])


def _rows(page: Worksheet, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The table with lines; the last row is the total."""
    last = 0
    for row in (titles, *rows):
        page.append([None] * len(row))
        last = page.max_row
        for number, value in enumerate(row, 1):
            _write(page, last, number, value, bold=row is titles)
            cell = page.cell(last, number)
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
            across = "center" if row is titles or number == 1 else "right" if type(value) is int else "left"
            cell.alignment = Alignment(across, "center", wrap_text=True)
    for cell in page[last]:
        cell.font = Font(FACE, 12, bold=True)


def _signatures(page: Worksheet, unit: Unit, sums: Sums) -> None:
    day = local_day(sums.sheet.approved_at) if sums.sheet.approved_at else None
    row = page.max_row + 2
    _merged(page, row, 6, 9, f"{unit.name}, {written_date(day)}", italic=True)
    for (first, last), name in zip(((1, 2), (3, 5), (6, 9)), papers.SIGNERS, strict=True):
        _merged(page, row + 1, first, last, name.upper(), bold=True)


def _merged(page: Worksheet, row: int, first: int, last: int, text: str, **font: bool) -> None:
    _write(page, row, first, text, **font)
    page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    page.cell(row, first).alignment = Alignment("center", "center", wrap_text=True)


def _say(page: Worksheet, text: str, **font: bool) -> None:
    row = page.max_row + 1
    _merged(page, row, 1, len(PEOPLE), text, **font)


def _write(page: Worksheet, row: int, column: int, value: Any, **font: bool) -> None:
    """Text stays text, whatever it begins with."""
    cell = page.cell(row, column)
    cell.font = Font(FACE, 12, **font)
    if isinstance(value, str):
        cell.value = legible(value)
        cell.data_type = "s"
    else:
        cell.value, cell.number_format = value, NUMBER
