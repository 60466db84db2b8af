"""Files that a clerk of the demonstration has brought into the register; the worker reads them, nobody has
compared them yet.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.sheets import Sheet, pdf
from conglang.config.demo.stories import board_of
from conglang.content.documents.services.bring_in import bring_in
from conglang.kernel.clock import local_day

NAME = "Văn bản mới của tuần"
AUTHORITY = ("ỦY BAN NHÂN DÂN", "XÃ HÒA MẪU")
SIGNED = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Dương Thị Mẫu")
# kind, number, days ago, what about, text; a letter has no kind
PAPERS = (
    (
        "Thông báo", "61/TB-UBND", 3, "Lịch nạo vét kênh mương thôn Đông Thử",
        ["Ủy ban nhân dân xã thông báo lịch nạo vét kênh mương như sau:", "Bắt đầu từ sáng thứ Bảy."],
    ),
    (
        "", "62/UBND-VP", 1, "dọn vệ sinh đường làng dịp cuối năm",
        ["Kính gửi: Các trưởng thôn", "Đề nghị các thôn dọn vệ sinh đường làng vào sáng Chủ nhật."],
    ),
)  # fmt: skip


def bring_files_in(units: Mapping[str, Unit], now: datetime) -> None:
    """One drop with all papers."""
    unit, today = units[HOA], local_day(now)
    clerk = board_of(unit, now)[Role.CONTRIBUTOR]
    files = [
        ContentFile(pdf(_sheet(kind, code, today - timedelta(days=ago), about, body)), f"{number}.pdf")
        for number, (kind, code, ago, about, body) in enumerate(PAPERS, 1)
    ]
    with use_scope(clerk.scope):
        bring_in(by=clerk, unit_id=unit.pk, files=files, now=now, name=NAME)


def _sheet(kind: str, code: str, day: date, about: str, body: list[str]) -> Sheet:
    dated = f"Hòa Mẫu, ngày {day:%d} tháng {day:%m} năm {day:%Y}"
    return Sheet(AUTHORITY, code, dated, kind, about, body, SIGNED)
