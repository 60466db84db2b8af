"""The demonstration's budgets: one commune with its year, one item of it late, and another that has begun."""

from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import BEN, HOA
from conglang.config.demo.stories import board_of
from conglang.content.budgets.catalogue import find
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.services.record_event import record_event
from conglang.content.budgets.services.write import Files, write_item
from conglang.kernel.clock import local_day
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.papers.printing import pdf
from conglang.tools.papers.sheet import Issuer, Paragraph, Sheet, Signature

HEADER: tuple[tuple[Any, ...], ...] = (
    ("ỦY BAN NHÂN DÂN XÃ HÒA MẪU", None, None, "Biểu mẫu trình diễn"),
    ("CÂN ĐỐI NGÂN SÁCH XÃ HÒA MẪU",),
    (None, None, None, None, "Đơn vị: 1.000 đồng"),
    ("STT", "Nội dung", "Dự toán năm", "Thực hiện", "So sánh (%)"),
    ("A", "B", 1, 2, "3=2/1"),
)
# number, what, estimate of the year; every figure is invented
LINES = (
    ("A", "TỔNG SỐ THU", 18_400_000),
    ("I", "Các khoản thu xã hưởng 100%", 1_150_000),
    ("1", "Phí, lệ phí", 190_000),
    ("2", "Thu từ quỹ đất công ích", 610_000),
    ("3", "Thu khác", 350_000),
    ("II", "Các khoản thu phân chia", 2_250_000),
    ("III", "Thu bổ sung từ ngân sách cấp trên", 15_000_000),
    ("B", "TỔNG SỐ CHI", 18_400_000),
    ("I", "Chi đầu tư phát triển", 5_200_000),
    ("II", "Chi thường xuyên", 12_830_000),
    ("III", "Dự phòng", 370_000),
)
# item, years after this one, share of the estimate that was reached
PUBLIC = (("old_settled", -2, 0.97), ("settled", -1, 0.98), ("old_decided", 0, 1.0), ("exec_03", 0, 0.23))


def disclose_budgets(units: dict[str, Unit], now: datetime) -> None:
    """What people enter and approve, what waits for approval, and a support that nobody has published yet."""
    commune, today = units[HOA], local_day(now)
    board = board_of(commune, now)
    writer, head = board[Role.CONTRIBUTOR], board[Role.HEAD_EDITOR]
    for key, years, share in PUBLIC:
        if find(key, today.year + years):  # the law changes from one budget year to the next
            _publish(_write(commune, writer, key, today.year + years, share, now), writer, head, now)
    waiting = _write(commune, writer, "exec_06", today.year, 0.48, now)
    with use_scope(writer.scope):
        submit(item=waiting, by=writer, now=now)
    for unit, ago, words in (
        (commune, 40, "Hỗ trợ hộ nghèo sửa nhà"),
        (units[BEN], 2, "Hỗ trợ người cao tuổi"),
    ):
        by = board_of(unit, now)[Role.CONTRIBUTOR]
        with use_scope(by.scope):
            record_event(
                by=by, unit_id=unit.pk, year=today.year, key="support_result",
                happened_on=_not_before(today - timedelta(days=ago)), words=words, now=now,
            )  # fmt: skip


def _not_before(day: date) -> date:
    """The day, but none before the law that its term stands in."""
    return max(day, date(2026, 3, 10))


def _write(unit: Unit, by: Actor, key: str, year: int, share: float, now: datetime) -> BudgetItem:
    day = local_day(now) - timedelta(days=3)
    values = {
        "year": year,
        "key": key,
        "decision": "05/QĐ-MẪU",
        "decided_on": day,
        "note": "Số liệu trình diễn, do chương trình tự đặt ra.\nThu và chi bám sát dự toán đầu năm.",
    }
    files = Files(BytesIO(_decision(unit, year, day)), BytesIO(_book(share)))
    with use_scope(by.scope):
        return write_item(by=by, unit_id=unit.pk, values=values, files=files, now=now)


def _publish(item: BudgetItem, writer: Actor, head: Actor, now: datetime) -> None:
    with use_scope(writer.scope):
        submit(item=item, by=writer, now=now)
    with use_scope(head.scope):
        seen = standing(head, item, now=now).content
        approve(item=item, expected_hash=seen, by=head, now=now)


@cache
def _decision(unit: Unit, year: int, day: date) -> bytes:
    """The decision that goes with the figures of a year; printing one takes a moment."""
    authority = f"Ủy ban nhân dân {unit.naming.in_text}"
    about = f"Về việc công bố công khai ngân sách năm {year}"
    text = Paragraph("Văn bản trình diễn: không có thật và không có giá trị áp dụng.")
    return pdf(
        Sheet(
            Issuer(authority.upper()), "Quyết định", about, unit.name, [text], on=day, number="05",
            symbol="QĐ-MẪU", signatures=[Signature(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Nguyễn Văn Mẫu")],
        )
    )  # fmt: skip


def _book(share: float) -> bytes:
    made = Workbook()
    sheet = made.active
    for line in HEADER:
        sheet.append(list(line))
    for number, what, estimate in LINES:
        sheet.append([number, what, estimate, round(estimate * share), round(100 * share)])
    data = BytesIO()
    made.save(data)
    return data.getvalue()
