"""The papers as official sheets, for printing and for the people's council."""

from collections.abc import Mapping, Sequence
from typing import Any

from conglang.base.units.models import Unit
from conglang.content.disclosure.catalogue import LAW, sources
from conglang.content.disclosure.models import Paper, PaperKind
from conglang.content.disclosure.rules import Period
from conglang.kernel.clock import local_day
from conglang.tools.papers.sheet import Align, Annex, Column, Issuer, Paragraph, Sheet, Signature, Table

# the words of official papers are Vietnamese in whatever language the desk is read
ROMAN = ("", "I", "II", "III", "IV")
KINDS = {PaperKind.LIST: "Thông báo", PaperKind.PLAN: "Kế hoạch", PaperKind.REPORT: "Báo cáo"}
SYMBOLS = {PaperKind.LIST: "TB-UBND", PaperKind.PLAN: "KH-UBND", PaperKind.REPORT: "BC-UBND"}
BASES = {
    PaperKind.LIST: "Căn cứ khoản 2 Điều 13 Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15;",
    PaperKind.PLAN: "Căn cứ Điều 14 Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15;",
    PaperKind.REPORT: "Căn cứ Điều 14 Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15;",
}
POSTED, OFFICES = ("Niêm yết tại trụ sở và các điểm sinh hoạt",), ("Các phòng, đơn vị",)
COLUMNS = {
    PaperKind.LIST: (
        Column("STT", 1, Align.CENTRE),
        Column("Nội dung công khai", 6),
        Column("Số, ký hiệu", 2.4),
        Column("Ngày tạo", 2, Align.CENTRE),
        Column("Hình thức, thời điểm công khai", 5),
        Column("Thời hạn", 2.4),
    ),
    PaperKind.PLAN: (
        Column("STT", 1, Align.CENTRE),
        Column("Nội dung công khai", 5),
        Column("Hình thức", 3),
        Column("Thời điểm", 3.6),
        Column("Thời hạn", 2.4),
        Column("Trách nhiệm", 2.6),
    ),
    PaperKind.REPORT: (
        Column("STT", 1, Align.CENTRE),
        Column("Nội dung công khai", 6),
        Column("Trách nhiệm", 3),
        Column("Đã công khai", 1.6, Align.CENTRE),
        Column("Trong đó chậm", 1.6, Align.CENTRE),
        Column("Chưa công khai", 1.6, Align.CENTRE),
    ),
}


def sheet_of(paper: Paper, unit: Unit) -> Sheet:
    """The paper with its table in an annex on wide pages."""
    kind, name = PaperKind(paper.kind), unit.naming.in_text
    when = _when(paper.span)
    abstracts = {
        PaperKind.LIST: f"Danh mục thông tin đã công khai {when}",
        PaperKind.PLAN: f"Công khai thông tin {when}",
        PaperKind.REPORT: f"Kết quả thực hiện kế hoạch công khai thông tin {when}",
    }
    table = Table(COLUMNS[kind], rows(kind, paper.lines))
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {name}"),
        kind=KINDS[kind],
        abstract=abstracts[kind],
        place=unit.name,
        on=local_day(paper.approved_at) if paper.approved_at else None,
        symbol=SYMBOLS[kind],
        addressed_to=(f"Hội đồng nhân dân {name}",) if kind is PaperKind.REPORT else (),
        body=[Paragraph(BASES[kind]), *(Paragraph(text) for text in _body(kind, name, when, paper.lines))],
        signatures=(Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),),
        recipients=(
            f"Hội đồng nhân dân {name}",
            f"Ủy ban Mặt trận Tổ quốc Việt Nam {name}",
            *(POSTED if kind is PaperKind.LIST else OFFICES),
            "Lưu: VT",
        ),
        annexes=(Annex("Phụ lục", abstracts[kind], [table], wide=True),),
    )


def labelled(kind: PaperKind, lines: Sequence[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """The rows for a screen: each cell with the title of its column, a group's heading alone."""
    titles = [column.title for column in COLUMNS[kind]]
    return [
        list(zip(titles, row, strict=True)) if len(row) > 1 else [("", row[0])] for row in rows(kind, lines)
    ]


def rows(kind: PaperKind, lines: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The rows of the table; those of a plan under the groups of the law."""
    if kind is PaperKind.LIST:
        return [
            [str(number), f"{each['heading']}: {each['title']}", each["code"], each["made_on"],
             "; ".join(each["forms"]), each["until"]]
            for number, each in enumerate(lines, 1)
        ]  # fmt: skip
    if kind is PaperKind.REPORT:
        names = ("done", "late", "awaited")
        return [
            [str(number), each["heading"], each["responsible"], *(str(each[name]) for name in names)]
            for number, each in enumerate(lines, 1)
        ]
    groups, last = sources()[LAW].groups, ""
    found: list[list[str]] = []
    for number, each in enumerate(lines, 1):
        if each["group"] != last:
            last = each["group"]
            found.append([f"{last}) {groups[last]}"])
        content = f"{each['heading']}. {each['what']}"
        parts = (each[name] for name in ("forms", "time", "duration", "responsible"))
        found.append([str(number), content, *parts])
    return found


def _body(kind: PaperKind, name: str, when: str, lines: Sequence[Mapping[str, Any]]) -> list[str]:
    opening = f"Ủy ban nhân dân {name}"
    if kind is PaperKind.LIST:
        return [f"{opening} thông báo {len(lines)} nội dung đã công khai trong {when} theo phụ lục kèm theo."]
    if kind is PaperKind.PLAN:
        return [
            f"{opening} công khai {len(lines)} đề mục thông tin trong {when} theo phụ lục.",
            "Các phòng, đơn vị được giao trách nhiệm cung cấp thông tin đúng thời điểm và đúng hình thức.",
            "Văn phòng theo dõi, đôn đốc và tổng hợp, báo cáo Hội đồng nhân dân tại kỳ họp gần nhất.",
        ]
    done, late, awaited = (sum(each[key] for each in lines) for key in ("done", "late", "awaited"))
    figures = f"Đã công khai {done} nội dung, trong đó {late} nội dung chậm thời hạn."
    return [
        f"{opening} báo cáo kết quả công khai thông tin {when} như sau.",
        f"{figures} Còn {awaited} nội dung chưa công khai.",
        "Chi tiết theo từng đề mục ở phụ lục kèm theo.",
    ]


def _when(period: Period) -> str:
    return f"quý {ROMAN[period.quarter]} năm {period.year}" if period.quarter else f"năm {period.year}"
