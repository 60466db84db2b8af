"""Codes of households as strips to be cut out and handed over."""

from collections.abc import Sequence

from conglang.citizens.polls.models import Poll
from conglang.citizens.polls.services.count import Slip
from conglang.tools.papers.sheet import Align, Column, Issuer, Paragraph, Sheet, Style, Table

_COLUMNS = (
    Column("Hộ", 4),
    Column("Mã phiếu (dùng một lần)", 5, Align.CENTRE),
    Column("Cách bỏ phiếu", 8),
)


def sheet_of(poll: Poll, slips: Sequence[Slip], address: str) -> Sheet:
    """One strip a household; `address` is the list of polls."""
    how = (
        f"Mở {address}, vào “{poll.question}”, chọn và nhập mã. "
        f"Từ {poll.opens_on:%d/%m/%Y} đến hết {poll.closes_on:%d/%m/%Y}. Không cho ai xem mã."
    )
    rows = [
        [f"{slip.household.hamlet.title}\nHộ số {slip.household.number}", slip.code, how] for slip in slips
    ]
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {poll.unit.naming.in_text}"),
        kind="Phiếu mã",
        abstract=poll.question,
        place=poll.unit.name,
        body=[
            Paragraph(
                "Cắt theo dòng, giao tận tay từng hộ. Mã chỉ in một lần; in lại thì mã cũ hết hiệu lực."
            ),
            Table(_COLUMNS, rows),
            Paragraph("Hộ nào đã bỏ phiếu giấy thì mã không dùng được nữa.", Style.NOTE),
        ],
    )
