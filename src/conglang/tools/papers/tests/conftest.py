from datetime import date

import pytest

from conglang.tools.papers import (
    Align,
    Annex,
    Column,
    Heading,
    Issuer,
    Paragraph,
    Sheet,
    Signature,
    Style,
    Table,
)

CLAUSE = "Thực hiện Luật Thực hiện dân chủ ở cơ sở, Ủy ban nhân dân xã đã niêm yết các văn bản sau đây. "
COLUMNS = (
    Column("TT", 1, Align.CENTRE),
    Column("Nội dung công khai", 6),
    Column("Số tiền (đồng)", 3, Align.END),
)


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """A report of three pages with everything on it, and an annex on a turned page."""
    rows = [
        [str(at), f"Khoản thu & chi <{at}> của quỹ phòng, chống thiên tai", f"{at * 1250:,}"]
        for at in range(1, 30)
    ]
    return Sheet(
        issuer=Issuer("Ủy ban nhân dân xã Bến Đá", above="Tỉnh Sông Mây"),
        kind="Báo cáo",
        abstract="Kết quả công khai thông tin quý III năm 2026",
        place="Bến Đá",
        on=date(2026, 2, 5),
        number="12",
        symbol="BC-UBND",
        addressed_to=["Hội đồng nhân dân xã Bến Đá"],
        body=[
            Heading("I. Tình hình chung"),
            *(Paragraph(CLAUSE * 4) for _ in range(9)),
            Heading("1. Các khoản thu", 2),
            Table(COLUMNS, [["A. Thu trong kỳ"], *rows]),
            Paragraph("Trên đây là báo cáo của Ủy ban nhân dân xã./.", Style.PLAIN),
        ],
        signatures=[Signature(["TM. Ủy ban nhân dân", "Chủ tịch"], "Nguyễn Văn Mẫu")],
        recipients=["Như trên", "Ủy ban Mặt trận Tổ quốc xã", "Lưu: VT"],
        annexes=[Annex("Phụ lục I", "Danh mục thông tin", [Table(COLUMNS, rows[:3])], wide=True)],
    )
