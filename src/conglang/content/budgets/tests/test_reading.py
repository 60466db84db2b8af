"""Workbooks become tables; what cannot be taken is refused with a reason."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conglang.content.budgets.reading import MOST_ROWS, NoTable, read_tables
from conglang.content.budgets.tables import Sheet, chart_of, csv_of, sheets_of
from conglang.content.budgets.tests.books import HEADER, ROWS, balance, book


def only(data: bytes) -> Sheet:
    (sheet,) = read_tables(data)
    return sheet


def test_a_form_becomes_a_table_without_its_title_numbering_and_signatures():
    sheet = only(balance())
    assert sheet.title == "CÂN ĐỐI NGÂN SÁCH XÃ 6 THÁNG NĂM 2026"
    assert (sheet.money, sheet.form) == ("1.000 đồng", "Biểu số 113/CK TC-NSNN")
    assert sheet.columns == (
        "STT", "Nội dung", "Dự toán năm", "Thực hiện 6 tháng", "So sánh (%) – Dự toán năm",
        "So sánh (%) – Cùng kỳ",
    )  # fmt: skip
    assert sheet.rows[0] == ("A", "TỔNG SỐ THU", 9000, 4500, 50, "")
    assert sheet.rows[1][3] == 1234, "a figure typed as text with points counts as a figure"
    assert len(sheet.rows) == 4


def test_years_over_columns_are_names_not_figures():
    sheet = only(book([["Nội dung", 2025, 2026], ["Tổng thu", 5, 6], ["Tổng chi", 4, 5]]))
    assert sheet.columns == ("Nội dung", "2025", "2026")
    assert len(sheet.rows) == 2


def test_a_table_is_the_same_after_it_was_stored():
    sheet = only(balance())
    assert sheets_of([sheet.as_data()]) == [sheet]


def test_bars_show_the_main_rows_and_leave_comparisons_out():
    chart = chart_of(only(balance()))
    assert chart is not None
    assert chart.series == ("Dự toán năm", "Thực hiện 6 tháng")
    assert [label for label, _bars in chart.lines][:2] == ["TỔNG SỐ THU", "Các khoản thu xã hưởng 100%"]
    assert [bar.length for bar in chart.lines[0][1]] == [100.0, 50.0]


@pytest.mark.parametrize(
    "rows", [[["Văn bản", "Số"], ["Quy trình", "12/QĐ"]], [["Thu", "Số"], ["Một dòng", 5]]]
)
def test_where_bars_say_nothing_there_are_none(rows):
    assert chart_of(only(book(rows))) is None


def test_open_data_hold_figures_as_they_are_and_no_formulas():
    sheet = Sheet("Thu", ("Nội dung", "Số"), (("=HYPERLINK(1)", -5), ("Thu", 2.5)))
    assert csv_of([sheet]) == "Nội dung,Số\r\n'=HYPERLINK(1),-5\r\nThu,2.5\r\n"


def reason(data: bytes) -> str:
    with pytest.raises(NoTable) as refused:
        read_tables(data)
    return refused.value.reason


def counted(value: str) -> bytes:
    """A workbook with a formula, and the value that a spreadsheet program left for it, if any."""
    source = ZipFile(BytesIO(book([["Nội dung", "Số", "Cộng"], ["Thu", 5, "=B2*2"], ["Chi", 4, 1]])))
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<f>B2*2</f><v></v>", b"<f>B2*2</f>" + value.encode())
                text = text.replace(b"<f>B2*2</f><v/>", b"<f>B2*2</f>" + value.encode())
                text = text.replace(b"<f>B2*2</f><v />", b"<f>B2*2</f>" + value.encode())
            made.writestr(name, text)
    return data.getvalue()


def test_a_formula_counts_with_its_stored_value():
    assert only(counted("<v>10</v>")).rows[0] == ("Thu", 5, 10)
    assert reason(counted("")) == "not_counted"


def with_part(name: str, content: bytes) -> bytes:
    data = BytesIO(balance())
    with ZipFile(data, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


def test_hostile_and_useless_workbooks_are_refused():
    assert reason(b"%PDF-1.4") == "no_workbook"
    assert reason(b"PK\x03\x04" + b"\0" * 40) == "damaged"
    assert reason(balance()[:-200]) == "damaged"
    assert reason(with_part("xl/vbaProject.bin", b"x")) == "macros"
    assert reason(with_part("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>')) == "damaged"
    assert reason(with_part("xl/media/zero.bin", b"\0" * 40_000_000)) == "too_big"
    assert reason(book([*HEADER, *ROWS * 400])) == "too_big"
    assert reason(book(*[ROWS] * 9)) == "too_big"
    assert reason(book([["Chỉ có một dòng"]])) == "no_table"
    assert reason(book(ROWS, hidden="Ghi chú riêng")) == "hidden"
    assert reason(book([["Nội dung", "Số"], ["Thu", "#REF!"], ["Chi", 5]])) == "error_value"


def test_the_refusal_names_the_sheet_or_the_cell():
    with pytest.raises(NoTable) as refused:
        read_tables(book(ROWS, hidden="Ghi chú riêng"))
    assert refused.value.place == "Ghi chú riêng"


CELLS = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.text(max_size=12), st.floats(allow_nan=False))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_whatever_stands_in_the_cells_gives_a_table_or_a_reason(lines):
    safe = [[cell if not isinstance(cell, str) else "".join(filter(str.isprintable, cell)) for cell in line]
            for line in lines]  # fmt: skip
    try:
        sheets = read_tables(book(safe))
    except NoTable:
        return
    for sheet in sheets:
        assert len(sheet.rows) <= MOST_ROWS
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
        assert chart_of(sheet) is None or csv_of([sheet])
