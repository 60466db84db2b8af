"""The official table of opinions with what became of them, as PDF and DOCX."""

from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.consultations.rules import Decision, Stance, Verdict
from conglang.citizens.consultations.services.conclude import table_of
from conglang.tools.papers.sheet import (
    Align,
    Annex,
    Block,
    Column,
    Heading,
    Issuer,
    Paragraph,
    Sheet,
    Signature,
    Table,
)

# the words of official papers are Vietnamese in whatever language the desk is read
KIND = "Báo cáo"
TABLE_NAME = "Bảng tổng hợp, tiếp thu, giải trình ý kiến"
STANCES = {
    Stance.AGREE: "Đồng ý với dự thảo",
    Stance.CHANGE: "Đề nghị sửa đổi, bổ sung",
    Stance.OPPOSE: "Không đồng ý",
}
VERDICTS = {Verdict.TAKEN: "Tiếp thu", Verdict.PARTLY: "Tiếp thu một phần", Verdict.EXPLAINED: "Giải trình"}
DECISIONS = {
    Decision.AS_DRAFTED: "Quyết định theo dự thảo đã lấy ý kiến",
    Decision.CHANGED: "Quyết định sau khi sửa đổi, bổ sung dự thảo",
    Decision.DROPPED: "Không ban hành nội dung đã lấy ý kiến",
}
COLUMNS = (
    Column("STT", 1, Align.CENTRE),
    Column("Nội dung góp ý", 3),
    Column("Ý kiến", 5),
    Column("Kết quả", 2),
    Column("Giải trình", 5),
)


def report_of(about: Consultation, outcome: Outcome | None) -> Sheet:
    """The report with the table of today, or with that of an outcome once there is one."""
    table = {"rows": outcome.rows, "counts": outcome.counts} if outcome else table_of(about)
    counts = table["counts"]
    spoken = [
        f"{words}: {counts['stances'].get(stance.value, 0)} ý kiến." for stance, words in STANCES.items()
    ]
    term = about.term
    body: list[Block] = [
        Heading("1. Việc lấy ý kiến", 2),
        Paragraph(f"Nội dung: {about.title}. Căn cứ: {about.basis}."),
        Paragraph(f"Thời gian: từ ngày {about.opens_on:%d/%m/%Y} đến hết ngày {term.last_day:%d/%m/%Y}."),
        Heading("2. Kết quả", 2),
        Paragraph(f"Tổng số ý kiến: {counts['total']}."),
        *(Paragraph(line) for line in spoken),
    ]
    if outcome:
        body += [
            Heading("3. Quyết định", 2),
            Paragraph(f"{DECISIONS[Decision(outcome.decision)]}. {outcome.text}"),
        ]
        if outcome.reasons:
            body.append(Paragraph(f"Lý do khác với ý kiến đa số: {outcome.reasons}"))
    rows = [
        [
            str(number),
            row["section"],
            row["gist"],
            VERDICTS[Verdict(row["verdict"])] if row["verdict"] else "",
            row["reply"],
        ]
        for number, row in enumerate(table["rows"], 1)
    ]
    annexes = [Annex("Phụ lục", TABLE_NAME, [Table(COLUMNS, rows)], wide=True)] if rows else []
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {about.unit.naming.in_text}"),
        kind=KIND,
        abstract="tổng hợp, tiếp thu, giải trình ý kiến của Nhân dân",
        place=about.unit.name,
        symbol="BC-UBND",
        body=body,
        signatures=[Signature(["TM. Ủy ban nhân dân"])],
        annexes=annexes,
    )
