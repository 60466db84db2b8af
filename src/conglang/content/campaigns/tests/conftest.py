"""A province, two communes of it and a stranger, with their people, acting through services."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.villages import Village, stopped_at, village
from conglang.base.units.models import UnitKind
from conglang.base.units.scope import everything
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.rules import Item, Wanted
from conglang.content.campaigns.services.decide import accept
from conglang.content.campaigns.services.hand_in import hand_in
from conglang.content.campaigns.services.lay_in import lay_in
from conglang.content.campaigns.services.start import start_campaign
from conglang.content.campaigns.services.write import Wish, write_campaign
from conglang.kernel.ids import uuid7

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday morning
DAY = timedelta(days=1)
LAST = date(2026, 12, 1)
ROLES = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "leader": Role.COMMUNE_LEADER}
ITEMS = (
    Item("", "Kế hoạch công khai", "bản đã ký", (Wanted.WORD,), is_document=True),
    Item("", "Ảnh bảng tin", kinds=(Wanted.PICTURE, Wanted.SEALED_SCAN)),
    Item("", "Ghi chú", is_compulsory=False),
)


@dataclass
class World:
    """Who asks, who is asked, and who has nothing to do with it."""

    province: Village
    sen: Village
    da: Village
    stranger: Village


place = partial(village, roles=ROLES, departments=("Phòng Kinh tế", "Văn phòng"))
frozen = stopped_at(NOW)


@pytest.fixture
def world(db) -> World:
    province = place("98", "Sông Mây", kind=UnitKind.PROVINCE)
    sen = place("98001", "Bến Sen", parent=province.unit)
    da = place("98002", "Bến Đá", parent=province.unit)
    return World(province, sen, da, place("97001", "Gò Lau"))


def wish(asked: list[int], **more: Any) -> Wish:
    given: dict[str, Any] = {"title": "Tài liệu quý IV", "reason": "Tổng hợp báo cáo.", "due_on": LAST}
    return Wish(**given | {"items": ITEMS, "asked": asked, "basis": "Kế hoạch 12/KH-UBND"} | more)


def written(of: Village, asked: list[int], **more: Any) -> Campaign:
    return of.do("head", write_campaign, unit_id=of.unit.pk, uid=uuid7(), wish=wish(asked, **more))


def sent(of: Village, asked: list[int], **more: Any) -> Campaign:
    row = written(of, asked, **more)
    return of.do("head", start_campaign, campaign_id=row.pk)


def ask_of(unit: Village, department: int | None = None) -> Ask:
    with everything("tests"):
        rows = Ask.objects.select_related("duty")
        return rows.get(
            unit=unit.unit, department=unit.departments[department] if department is not None else None
        )


def file(name: str, data: bytes = b"%PDF-1.4 a") -> BytesIO:
    given = BytesIO(data)
    given.name = name
    return given


def lay(of: Village, ask: Ask, item: str, *files: BytesIO, at: datetime = NOW, **more: Any) -> list[str]:
    return of.do("clerk", lay_in, ask_id=ask.pk, item=item, files=files, now=at, **more)


def hand(of: Village, ask: Ask, at: datetime = NOW) -> Ask:
    return of.do("clerk", hand_in, ask_id=ask.pk, now=at)


def take(of: Village, ask: Ask, item: str, at: datetime = NOW, name: str = "head") -> None:
    of.do(name, accept, ask_id=ask.pk, item=item, now=at)
