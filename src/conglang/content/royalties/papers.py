"""The sheet of a month as an official paper, for signing and for the accountant."""

from collections.abc import Sequence

from conglang.base.ui.formats import vn_number
from conglang.base.units.models import Unit
from conglang.content.royalties.models import Work
from conglang.content.royalties.queries import Sums
from conglang.content.royalties.rules import CREATION, Part
from conglang.content.royalties.wording import use_title
from conglang.kernel.clock import local_day
from conglang.kernel.money import VND
from conglang.tools.papers.sheet import Align, Annex, Column, Issuer, Paragraph, Sheet, Signature, Table

# the words of official papers are Vietnamese in whatever language the desk is read
KIND = "Bảng kê"
TOTAL = "Tổng cộng"
PEOPLE = (
    Column("STT", 1, Align.CENTRE),
    Column("Họ và tên", 4),
    Column("Số tiền (đồng)", 2.4, Align.END),
    Column("Thuế TNCN (đồng)", 2.2, Align.END),
    Column("Thực nhận (đồng)", 2.4, Align.END),
    Column("Ký nhận", 2),
)
WORKS = (
    Column("STT", 1, Align.CENTRE),
    Column("Ngày đăng", 2, Align.CENTRE),
    Column("Tác phẩm", 6),
    Column("Thể loại", 3.4),
    Column("Người hưởng", 3.6),
    Column("Nội dung chi", 2.4),
    Column("Số tiền (đồng)", 2.2, Align.END),
)
PARTS = {
    Part.AUTHOR: "Nhuận bút",
    Part.PICTURES: "Ảnh kèm bài",
    Part.EDITING: "Thù lao biên tập",
    Part.APPROVING: "Thù lao duyệt đăng",
}
SIGNERS = ("Người lập bảng", "Kế toán", "Thủ trưởng đơn vị")


def title_of(sums: Sums) -> str:
    """What the paper is about."""
    return f"Chi trả nhuận bút, thù lao tháng {sums.sheet.month:%m} năm {sums.sheet.month.year}"


def grounds(sums: Sums) -> list[str]:
    """The decrees and decisions that the sheet was reckoned by, each once."""
    return list(dict.fromkeys(work.reckoned["by"] for work in sums.works if work.reckoned))


def in_words(sums: Sums) -> str:
    """What is spent, in words, as a sentence."""
    words = VND(sums.gross).words()
    return f"Tổng số tiền bằng chữ: {words[:1].upper()}{words[1:]}./."


def sheet_of(sums: Sums, unit: Unit) -> Sheet:
    """The people with sums and tax, and every work in an annex on wide pages."""
    sheet = sums.sheet
    works = Table(WORKS, work_rows(sums))
    approved_on = local_day(sheet.approved_at) if sheet.approved_at else None
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {unit.naming.in_text}"),
        kind=KIND,
        abstract=title_of(sums),
        place=unit.name,
        on=approved_on,
        symbol="BK-UBND",
        body=[
            *(Paragraph(f"Căn cứ {ground};") for ground in grounds(sums)),
            Table(PEOPLE, people_rows(sums)),
            Paragraph(in_words(sums)),
        ],
        signatures=[Signature((name,)) for name in SIGNERS],
        annexes=(Annex("Phụ lục", f"Tác phẩm và người hưởng tháng {sheet}", [works], wide=True),),
    )


def people_rows(sums: Sums) -> list[list[str]]:
    """A line a person, and the totals."""
    rows = [
        [str(number), payee.name, *map(vn_number, (paid.gross, paid.tax, paid.net)), ""]
        for number, (payee, paid) in enumerate(sums.people, 1)
    ]
    return [*rows, ["", TOTAL, *map(vn_number, (sums.gross, sums.tax, sums.net)), ""]]


def work_rows(sums: Sums) -> Sequence[list[str]]:
    """A line a payment, in the order of publication, and the total."""
    rows = [
        [
            str(number), f"{paid.work.published_on:%d/%m/%Y}", paid.work.title, genre_of(paid.work),
            paid.payee.name, PARTS[Part(paid.part)], vn_number(paid.amount),
        ]
        for number, paid in enumerate(sums.paid, 1)
    ]  # fmt: skip
    return [*rows, ["", "", TOTAL, "", "", "", vn_number(sums.gross)]]


def genre_of(work: Work) -> str:
    """The genre, with what it is paid as when that is not a work of its own."""
    return work.genre_title if work.use == CREATION else f"{work.genre_title} – {use_title(work.use)}"
