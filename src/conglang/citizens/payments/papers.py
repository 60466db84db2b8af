"""The receipt that a payer gets, and the list of a fund for the desk."""

from collections.abc import Iterable, Iterator

from conglang.base.duties.tables import csv_of, xlsx_of
from conglang.citizens.payments.models import PaymentRequest
from conglang.kernel.money import VND
from conglang.tools.papers.sheet import Align, Column, Issuer, Paragraph, Sheet, Signature, Style, Table

# the words of official papers are Vietnamese in whatever language the desk is read
KIND = "Giấy xác nhận"
TITLE = "Danh sách nộp"
WIDTHS = (18, 40, 16, 14, 16, 14, 30)
_FACTS = (Column("Nội dung", 3), Column("Ghi nhận", 7, Align.START))


def receipt_of(request: PaymentRequest) -> Sheet:
    """That money came. It says of itself that it stands for no receipt of the fee law."""
    fund, unit = request.fund, request.fund.unit
    facts = [
        ["Người nộp", request.payer or "Không ghi tên"],
        ["Khoản nộp", fund.title],
        ["Căn cứ", f"{fund.kind.basis}\n{fund.decision}"],
        ["Số tiền", VND(request.paid_amount or 0).figures()],
        ["Bằng chữ", request.in_words],
        ["Ngày nộp", f"{request.paid_on:%d/%m/%Y}"],
        ["Số của ngân hàng hoặc biên lai", request.bank_reference],
        ["Mã tra cứu", str(request)],
    ]
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {unit.naming.in_text}"),
        kind=KIND,
        abstract=f"Đã nhận tiền nộp {fund.title}",
        place=unit.name,
        on=request.paid_on,
        body=[
            Table(_FACTS, facts),
            Paragraph("Giấy này không thay biên lai thu phí, lệ phí theo quy định.", Style.NOTE),
        ],
        signatures=[Signature(("Người xác nhận",), str(request.confirmed_by or ""))],
    )


def list_of(rows: Iterable[PaymentRequest], extension: str) -> bytes:
    """Requests and gifts with the names of payers, a line each."""
    lines = list(_lines(rows))
    return csv_of(lines) if extension == "csv" else xlsx_of(lines, TITLE, WIDTHS)


def _lines(rows: Iterable[PaymentRequest]) -> Iterator[list[str]]:
    yield [
        "Mã",
        "Người nộp",
        "Phải nộp (đồng)",
        "Ngày nộp",
        "Đã nộp (đồng)",
        "Người xác nhận",
        "Số của ngân hàng",
    ]
    for row in rows:
        yield [
            str(row), row.payer, str(row.amount or ""), f"{row.paid_on:%d/%m/%Y}" if row.paid_on else "",
            str(row.paid_amount or ""), str(row.confirmed_by or ""), row.bank_reference,
        ]  # fmt: skip
