"""The demonstration's campaigns: the province asks three communes, one of them its departments."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department, Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import BEN, DOI, HOA, PROVINCE
from conglang.config.demo.stories import board_of
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.rules import Item, Wanted
from conglang.content.campaigns.services.decide import accept
from conglang.content.campaigns.services.follow_up import remind_late
from conglang.content.campaigns.services.hand_in import hand_in
from conglang.content.campaigns.services.lay_in import lay_in
from conglang.content.campaigns.services.start import start_campaign
from conglang.content.campaigns.services.write import Wish, write_campaign
from conglang.kernel.clock import frozen, local_day
from conglang.kernel.ids import uuid7

DAY = timedelta(days=1)
SAMPLE = Path(__file__).parent / "samples" / "01-thong-bao-tiep-cong-dan.docx"
QUARTER = (
    Item("", "Thông báo lịch tiếp công dân", "Bản Word để đăng lại.", (Wanted.WORD,)),
    Item("", "Quyết định công khai dự toán", "Bản đã ký số.", (Wanted.SIGNED_PDF,), is_document=True),
    Item("", "Ảnh bảng niêm yết", kinds=(Wanted.PICTURE, Wanted.SEALED_SCAN), is_compulsory=False),
)
OFFICES = (
    Item("", "Danh mục văn bản đã ban hành", kinds=(Wanted.SPREADSHEET, Wanted.WORD)),
    Item("", "Kế hoạch công khai năm sau", "Bản dự thảo.", (Wanted.WORD,)),
)


def collect_material(units: Mapping[str, Unit], now: datetime) -> None:
    """One commune has handed in, of which a part is accepted; two are late and were reminded."""
    province = board_of(units[PROVINCE], now)[Role.HEAD_EDITOR]
    begun, today = now - 12 * DAY, local_day(now)
    asked = [units[code].pk for code in (HOA, BEN, DOI)]
    wish = Wish(
        "Tài liệu công khai quý này (mẫu)", "Tổng hợp báo cáo công khai thông tin của tỉnh.", today - 2 * DAY,
        QUARTER, asked, "Kế hoạch 15/KH-UBND (mẫu)",
    )  # fmt: skip
    campaign = _sent(province, wish, begun)
    ask = _answered(units[HOA], campaign, now - 5 * DAY)
    with use_scope(province.scope):
        accept(by=province, ask_id=ask.pk, item="1", now=now - 4 * DAY)
        remind_late(by=province, campaign_id=campaign.pk, now=now)
    offices = list(Department.objects.filter(unit=units[HOA]).values_list("pk", flat=True)[:3])
    head = board_of(units[HOA], now)[Role.HEAD_EDITOR]
    wish = Wish("Tài liệu của các phòng (mẫu)", "Lập danh mục quý.", today + 9 * DAY, OFFICES, offices)
    _sent(head, wish, now - DAY)


def _sent(by: Actor, wish: Wish, at: datetime) -> Campaign:
    assert by.unit_id is not None  # noqa: S101  # people of a board have one
    with frozen(at), use_scope(by.scope):
        row = write_campaign(by=by, unit_id=by.unit_id, uid=uuid7(), wish=wish, now=at)
        return start_campaign(by=by, campaign_id=row.pk, now=at)


def _answered(unit: Unit, campaign: Campaign, at: datetime) -> Ask:
    by = board_of(unit, at)[Role.CONTRIBUTOR]
    with frozen(at), use_scope(by.scope):
        ask: Ask = Ask.objects.get(campaign=campaign.pk)
        file = BytesIO(SAMPLE.read_bytes())
        file.name = SAMPLE.name
        lay_in(by=by, ask_id=ask.pk, item="1", files=[file], now=at)
        reason = "Hội đồng nhân dân chưa quyết định dự toán."
        lay_in(by=by, ask_id=ask.pk, item="2", none_reason=reason, now=at)
        return hand_in(by=by, ask_id=ask.pk, now=at)
