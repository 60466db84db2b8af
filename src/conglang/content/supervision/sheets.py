"""The figures as a table for spreadsheets and as an official sheet."""

from collections.abc import Iterator, Sequence

from conglang.base.duties.tables import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from conglang.content.supervision.models import Checked, Round
from conglang.content.supervision.queries import Contributions
from conglang.content.supervision.rules import Figures, Group, ranked
from conglang.content.supervision.wording import hours, step_title
from conglang.kernel.clock import local_day
from conglang.tools.papers.sheet import Align, Column, Heading, Issuer, Paragraph, Sheet, Signature, Table

# the words of official papers are Vietnamese in whatever language the desk is read
TITLE = "Tổng hợp đóng góp tin bài"
GROUPS = {
    Group.PERSON: "Người viết",
    Group.DEPARTMENT: "Phòng, ban, đoàn thể",
    Group.HAMLET: "Thôn, tổ dân phố",
}
NUMBERS = ("Đã gửi", "Bị trả lại", "Đã đăng")
STEPS = ("Bước", "Số lượt", "Trung vị", "Lâu nhất")
TABLES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE}
WIDTHS = (24, 10, 40, 12, 12, 12)


def table(found: Contributions, extension: str) -> bytes:
    """All figures, a line each."""
    lines = list(_lines(found))
    return csv_of(lines) if extension == "csv" else xlsx_of(lines, TITLE, WIDTHS)


def _lines(found: Contributions) -> Iterator[list[str]]:
    yield ["Theo", "Hạng", "Tên", *NUMBERS]
    for group, title in GROUPS.items():
        for line in ranked(found.items, group):
            yield [title, *_cells(line)]
    for wait in found.waits:
        yield ["Thời gian chờ (giờ làm việc)", "", step_title(wait.step), str(wait.number),
               hours(wait.median), hours(wait.longest)]  # fmt: skip


def _cells(line: Figures) -> list[str]:
    return [str(line.rank), line.name, str(line.submitted), str(line.returned), str(line.published)]


def sheet_of(found: Contributions) -> Sheet:
    """The sheet for whoever decides on commendations."""
    period, unit = found.period, found.unit
    days = f"từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y}"
    body: list[Paragraph | Heading | Table] = [
        Paragraph(f"Số liệu lấy từ hệ thống, {days}. Thời gian chờ tính theo giờ làm việc của đơn vị.")
    ]
    for number, (group, title) in enumerate(GROUPS.items(), 1):
        rows = [_cells(line) for line in ranked(found.items, group)]
        body += [Heading(f"{number}. {title}"), _table(("Hạng", title, *NUMBERS), rows)]
    steps = [
        ["", step_title(wait.step), str(wait.number), hours(wait.median), hours(wait.longest)]
        for wait in found.waits
    ]
    body += [Heading("4. Thời gian chờ theo từng bước"), _table(("", *STEPS), steps)]
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {unit.naming.in_text}"),
        kind="Bảng tổng hợp",
        abstract=f"Đóng góp tin bài {days}",
        place=unit.name,
        symbol="BTH-UBND",
        body=body,
        signatures=[Signature(("Người lập bảng",)), Signature(("Trưởng ban biên tập",))],
    )


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    head, name, *rest = titles
    columns = [
        Column(head, 1, Align.CENTRE),
        Column(name, 4),
        *(Column(each, 1.5, Align.END) for each in rest),
    ]
    return Table(columns, rows or [["Không có."]])


def _noted(item: Checked) -> str:
    why = f"Chọn thêm: {item.because}" if item.because else ""
    return ". ".join(part for part in (item.note.rstrip("."), why) if part)


def report_of(row: Round, items: Sequence[Checked]) -> Sheet:
    """The report of a round of inspection."""
    unit, faulty = row.unit, [item for item in items if item.fault]
    added = [item for item in items if item.because]
    to_correct = sum(item.needs_correction for item in items)
    columns = (
        Column("STT", 1, Align.CENTRE), Column("Tin, bài", 6), Column("Kết quả", 3),
        Column("Ghi chú", 4), Column("Xử lý", 2.4),
    )  # fmt: skip
    lines = [
        [
            str(number), str(item.article), item.get_fault_display() if item.fault else "Đạt", _noted(item),
            "Đính chính hoặc gỡ" if item.needs_correction else "",
        ]
        for number, item in enumerate(items, 1)
    ]  # fmt: skip
    return Sheet(
        issuer=Issuer(f"Ủy ban nhân dân {unit.naming.in_text}"),
        kind="Báo cáo",
        abstract=f"Kết quả kiểm tra tin, bài đã đăng: {row.title}",
        place=unit.name,
        on=local_day(row.closed_at) if row.closed_at else None,
        symbol="BC-UBND",
        body=[
            Paragraph(
                f"Kiểm tra tin, bài đăng từ ngày {row.first:%d/%m/%Y} đến ngày {row.last:%d/%m/%Y}. "
                f"Chọn ngẫu nhiên {len(items) - len(added)} trong số {row.population} tin, bài, "
                f"mã chọn mẫu {row.seed}; chọn thêm {len(added)} tin, bài."
            ),
            Paragraph(f"Có {len(faulty)} tin, bài có lỗi; {to_correct} tin, bài phải đính chính hoặc gỡ."),
            Table(columns, lines),
            Paragraph(row.conclusion or "Kết luận:"),
        ],
        signatures=[Signature(("Người kiểm tra",), str(row.inspector)), Signature(("Trưởng ban biên tập",))],
    )
