"""The accountant's workbook: its sums are formulas, and come to what the screen shows."""

import csv
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from conglang.base.units.scope import everything
from conglang.content.royalties.queries import Sums, sums_of
from conglang.content.royalties.tables import workbook
from conglang.content.royalties.tests.conftest import (
    Commune,
    decide_prices,
    drawn_up,
    fresh,
    published,
    set_facts,
    works_of,
)

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
PEOPLE = ["Nguyễn Văn A", "Trần Thị Bưởi", 'Lê "Tư" *, =1+1']


def a_month(home: Commune) -> Sums:
    """Three authors, one of them taxed, one with a name that a formula could misread."""
    decide_prices(home, {"report": {"kind": "amount", "usual": 1_000_000}, "editing": {"kind": "percent",
                         "usual": 10}})  # fmt: skip
    for title in ("Phóng sự một", "Phóng sự hai"):
        published(home, title)
    sheet = drawn_up(home)
    shares = [(PEOPLE[0], 60), (PEOPLE[1], 25), (PEOPLE[2], 15)]
    for work, value in zip(works_of(sheet), (5_000_001, 4_999_997), strict=True):
        set_facts(home, work, genre="report", value=value, authors=shares)
    with everything("tests"):
        return sums_of(fresh(sheet))


def money(rows: list[list[object]], sums: Sums) -> dict[str, list[int]]:
    """What people get by the lines of the first page."""
    names = {payee.name for payee, _paid in sums.people} | {"Tổng cộng"}
    return {str(row[1]): [int(str(cell)) for cell in row[5:8]] for row in rows if row[1] in names}


def expected(sums: Sums) -> dict[str, list[int]]:
    found = {payee.name: [paid.gross, paid.tax, paid.net] for payee, paid in sums.people}
    return found | {"Tổng cộng": [sums.gross, sums.tax, sums.net]}


def lines(book: Workbook, page: str) -> list[list[object]]:
    return [list(row) for row in book[page].iter_rows(values_only=True)]


def test_every_sum_is_a_formula_that_carries_what_it_comes_to(home):
    sums = a_month(home)
    assert sums.tax == 600_000, "one of the three gets more than five million"
    data = workbook(sums, home.unit)
    shown, written = load_workbook(BytesIO(data), data_only=True), load_workbook(BytesIO(data))
    assert money(lines(shown, "Bảng chi"), sums) == expected(sums)
    [total] = [row for row in written["Bảng chi"].iter_rows() if row[1].value == "Tổng cộng"]
    assert all(cell.data_type == "f" for cell in total[5:8])
    works = written["Tác phẩm"]
    assert works.cell(works.max_row, 7).value == f"=SUM(G1:G{works.max_row - 1})"
    assert works["C2"].data_type == "s", "a title is no formula"
    assert (works["B2"].is_date, works["B2"].number_format) == (True, "dd/mm/yyyy"), "days can be sorted"
    assert written["Bảng chi"].print_title_rows, "the titles stand on every printed page"


def test_an_empty_month_adds_up_to_nothing(home):
    with everything("tests"):
        data = workbook(sums_of(fresh(drawn_up(home, date(2026, 10, 1)))), home.unit)
    last = [
        row
        for row in lines(load_workbook(BytesIO(data), data_only=True), "Bảng chi")
        if row[1] == "Tổng cộng"
    ]
    assert [row[5:8] for row in last] == [[0, 0, 0]]


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed here")
def test_libreoffice_reckons_the_same_sums(home, tmp_path):
    sums = a_month(home)
    data = workbook(sums, home.unit)
    # openpyxl leaves out what formulas come to, so that LibreOffice has to reckon itself
    load_workbook(BytesIO(data)).save(tmp_path / "nhuan-but.xlsx")
    people, works = opened(tmp_path / "nhuan-but.xlsx")
    assert money(people, sums) == expected(sums)
    assert [row[6] for row in works[1:-1]] == [str(paid.amount) for paid in sums.paid]
    assert works[-1][6] == str(sums.gross)
    assert works[1][2] == "Phóng sự một"
    assert any("BẢNG KÊ CHI TRẢ NHUẬN BÚT, THÙ LAO THÁNG 11 NĂM 2026" in row[0] for row in people)


def opened(path: Path) -> list[list[list[str]]]:
    """Both pages as LibreOffice sees them."""
    profile = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", EVERY_SHEET, "--outdir", path.parent, path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    pages = [path.with_name(f"{path.stem}-{name}.csv") for name in ("Bảng chi", "Tác phẩm")]
    return [list(csv.reader(page.read_text("utf-8").splitlines())) for page in pages]
