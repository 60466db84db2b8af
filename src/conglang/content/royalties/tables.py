"""The sheet of a month as a workbook for the accountant, in the layout of the paper, sums as formulas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from textwrap import wrap
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree  # type: ignore[import-untyped]
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from conglang.base.units.models import Unit
from conglang.content.royalties import papers
from conglang.content.royalties.law import law
from conglang.content.royalties.queries import Sums
from conglang.content.royalties.rules import Part
from conglang.kernel.clock import local_day
from conglang.tools.papers.sheet import COUNTRY, MOTTO, legible, written_date

XLSX = "xlsx"
FACE, NUMBER, DAY, LINE_PT = "Times New Roman", "#,##0", "dd/mm/yyyy", 16.5
PAID_PAGE, WORKS_PAGE = "Bảng chi", "Tác phẩm"
PEOPLE = ("STT", "Họ và tên", "Mã số thuế", "Ngân hàng", "Số tài khoản", "Số tiền (đồng)", "Thuế TNCN (đồng)",
          "Thực nhận (đồng)", "Ký nhận")  # fmt: skip
PEOPLE_WIDTHS = (6, 30, 16, 22, 20, 18, 20, 19, 14)
WORKS = tuple(column.title for column in papers.WORKS)
WORK_WIDTHS = (6, 13, 60, 30, 30, 20, 18)
MARGIN_INCHES = 0.4
_LINE = Side("thin")


@dataclass(frozen=True, slots=True)
class Sum:
    """A formula with what it comes to, for programs that only show; `{row}` is its row, `{above}` before."""

    formula: str
    value: int


def workbook(sums: Sums, unit: Unit) -> bytes:
    """The bytes of the workbook: what is paid to whom, and for what."""
    book = Workbook()
    book.remove(book.active)
    people = _page(book, PAID_PAGE, PEOPLE_WIDTHS)
    _head(people, unit, sums)
    top = people.max_row + 2
    values = {PAID_PAGE: _rows(people, top, PEOPLE_WIDTHS, [PEOPLE, *_people(sums, first=top + 1)])}
    _say(people, papers.in_words(sums), italic=True)
    _signatures(people, unit, sums)
    works = _page(book, WORKS_PAGE, WORK_WIDTHS)
    values[WORKS_PAGE] = _rows(works, 1, WORK_WIDTHS, [WORKS, *_works(sums)])
    data = BytesIO()
    book.save(data)
    return _with_values(data, [values[name] for name in book.sheetnames])


def _people(sums: Sums, first: int) -> Iterator[Sequence[Any]]:
    """Each sum from the works of the person; `first` is the row of the first person."""
    last, tax = len(sums.paid) + 1, law().tax(sums.sheet.reckoned_on)
    names, amounts = (f"'{WORKS_PAGE}'!${column}$2:${column}${last}" for column in "EG")
    gross = f"SUMPRODUCT(({names}=B{{row}})*{amounts})"
    withheld = f"IF(F{{row}}>={tax.at_least},ROUND(F{{row}}*{tax.percent}/100,0),0)"
    for number, (payee, paid) in enumerate(sums.people, 1):
        money = Sum(gross, paid.gross), Sum(withheld, paid.tax), Sum("F{row}-G{row}", paid.net)
        yield number, payee.name, payee.tax_code, payee.bank, payee.account, *money, ""
    totals = zip("FGH", (sums.gross, sums.tax, sums.net), strict=True)
    yield "", papers.TOTAL, "", "", "", *(_total(column, first, value) for column, value in totals), ""


def _works(sums: Sums) -> Iterator[Sequence[Any]]:
    for number, paid in enumerate(sums.paid, 1):
        work = paid.work
        facts = (work.published_on, work.title, papers.genre_of(work), paid.payee.name)
        yield number, *facts, papers.PARTS[Part(paid.part)], paid.amount
    yield "", "", papers.TOTAL, "", "", "", _total("G", 2, sums.gross)


def _total(column: str, first: int, value: int) -> Sum:
    """What stands above; the row of the titles counts nothing and keeps an empty table from naming itself."""
    return Sum(f"SUM({column}{first - 1}:{column}{{above}})", value)


def _page(book: Workbook, title: str, widths: Sequence[int]) -> Worksheet:
    page: Worksheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"
    page.page_margins.left = page.page_margins.right = MARGIN_INCHES
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    return page


def _head(page: Worksheet, unit: Unit, sums: Sums) -> None:
    issuer = f"Ủy ban nhân dân {unit.naming.in_text}".upper()
    for row, texts in enumerate(((issuer, COUNTRY), ("Số:        /BK-UBND", MOTTO)), 1):
        for first, last, text in ((1, 4, texts[0]), (5, 9, texts[1])):
            _merged(page, row, first, last, text, bold=row == 1 or first == 5)
    _merged(page, 4, 1, 9, f"{papers.KIND} {papers.title_of(sums)}".upper(), bold=True)
    grounds = "; ".join(f"Căn cứ {each}" for each in papers.grounds(sums))
    _merged(page, 5, 1, 9, grounds, italic=True)
    page.row_dimensions[5].height = LINE_PT * _lines(grounds, sum(PEOPLE_WIDTHS))


def _rows(page: Worksheet, top: int, widths: Sequence[int], rows: Sequence[Sequence[Any]]) -> dict[str, int]:
    """The table with lines, titles first, the total last. Gives what each formula comes to, by its cell."""
    values: dict[str, int] = {}
    bottom = top + len(rows) - 1
    for at, row in enumerate(rows, top):
        for number, value in enumerate(row, 1):
            _write(page, at, number, value, bold=at in {top, bottom})
            cell = page.cell(at, number)
            if isinstance(value, Sum):
                values[cell.coordinate] = value.value
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
            across = "center" if at == top or number == 1 else _across(value)
            cell.alignment = Alignment(across, "center", wrap_text=True)
        page.row_dimensions[at].height = LINE_PT * max(map(_lines, row, widths))
    page.print_title_rows = f"{top}:{top}"
    return values


def _across(value: Any) -> str:
    return "left" if isinstance(value, str) else "center" if isinstance(value, date) else "right"


def _lines(value: Any, width: int) -> int:
    """How many lines a text takes; programs other than Excel do not find that out themselves."""
    return len(wrap(value, width)) or 1 if isinstance(value, str) else 1


def _with_values(book: BytesIO, values: Sequence[dict[str, int]]) -> bytes:
    """The workbook with what its formulas come to, sheet by sheet, which openpyxl does not write."""
    made = BytesIO()
    with ZipFile(book) as read, ZipFile(made, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            data = read.read(name)
            number = name.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
            if number.isdecimal():
                data = _filled(data, values[int(number) - 1])
            written.writestr(name, data)
    return made.getvalue()


def _filled(data: bytes, values: dict[str, int]) -> bytes:
    page = etree.fromstring(data)
    for cell in page.iter("{*}c"):
        if cell.get("r") in values:
            cell.find("{*}v").text = str(values[cell.get("r")])
    return bytes(etree.tostring(page, xml_declaration=True, encoding="UTF-8", standalone=True))


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
    _merged(page, page.max_row + 2, 1, len(PEOPLE), text, **font)


def _write(page: Worksheet, row: int, column: int, value: Any, **font: bool) -> None:
    """Text stays text, whatever it begins with."""
    cell = page.cell(row, column)
    cell.font = Font(FACE, 12, **font)
    if isinstance(value, str):
        cell.value = legible(value)
        cell.data_type = "s"
    elif isinstance(value, Sum):
        cell.value, cell.number_format = "=" + value.formula.format(row=row, above=row - 1), NUMBER
    else:
        cell.value, cell.number_format = value, DAY if isinstance(value, date) else NUMBER
