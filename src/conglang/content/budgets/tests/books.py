"""Workbooks as communes make them; every figure is invented."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

HEADER: list[list[Any]] = [
    ["UBND XÃ BẾN SEN", None, None, "Biểu số 113/CK TC-NSNN"],
    ["CÂN ĐỐI NGÂN SÁCH XÃ 6 THÁNG NĂM 2026"],
    [None, None, None, None, "Đơn vị: 1.000 đồng"],
    ["STT", "Nội dung", "Dự toán năm", "Thực hiện 6 tháng", "So sánh (%)", None],
    [None, None, None, None, "Dự toán năm", "Cùng kỳ"],
    ["A", "B", 1, 2, "3=2/1", 4],
]
ROWS: list[list[Any]] = [
    ["A", "TỔNG SỐ THU", 9000, 4500, 50, None],
    ["I", "Các khoản thu xã hưởng 100%", 1000, "1.234", 123, 110],
    ["II", "Thu bổ sung", 8000, 3266.5, 41, 98],
    ["B", "TỔNG SỐ CHI", 9000, 4100, 46, 101],
]
SIGNED: list[list[Any]] = [
    [None, None, None, "Bến Sen, ngày 05 tháng 7 năm 2026"],
    [None, None, None, "CHỦ TỊCH"],
]


def book(*sheets: Sequence[Sequence[Any]], hidden: str = "") -> bytes:
    """A workbook of these lines; `hidden` names one more sheet, which is hidden."""
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for number, lines in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Trang {number}")
        for line in lines:
            sheet.append(list(line))
    if hidden:
        made.create_sheet(hidden).sheet_state = "hidden"
    data = BytesIO()
    made.save(data)
    return data.getvalue()


def balance() -> bytes:
    """A sheet as the old form has it: title, two lines of header, a line of numbers, figures, signatures."""
    return book([*HEADER, *ROWS, *SIGNED])
