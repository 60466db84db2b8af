"""A province, two communes of it and a stranger, with their people, acting through services."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.units.models import Department, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.rules import Item, Wanted
from conglang.content.campaigns.services.decide import accept
from conglang.content.campaigns.services.hand_in import hand_in
from conglang.content.campaigns.services.lay_in import lay_in
from conglang.content.campaigns.services.start import start_campaign
from conglang.content.campaigns.services.write import Wish, write_campaign
from conglang.kernel import clock
from conglang.kernel.ids import uuid7

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday morning
DAY = timedelta(days=1)
LAST = date(2026, 12, 1)
SINCE = date(2025, 7, 1)
ITEMS = (
    Item("", "Kế hoạch công khai", "bản đã ký", (Wanted.WORD,), is_document=True),
    Item("", "Ảnh bảng tin", kinds=(Wanted.PICTURE, Wanted.SEALED_SCAN)),
    Item("", "Ghi chú", is_compulsory=False),
)


@dataclass
class Place:
    """A unit and its people by role."""

    unit: Unit
    users: dict[str, User]
    departments: list[Department] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, NOW)


@dataclass
class World:
    """Who asks, who is asked, and who has nothing to do with it."""

    province: Place
    sen: Place
    da: Place
    stranger: Place


def place(code: str, kind: UnitKind, name: str, parent: Unit | None = None) -> Place:
    unit = Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, parent=parent, valid_from=SINCE,
        lineage=parent.below if parent else "/",
    )  # fmt: skip
    roles = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "leader": Role.COMMUNE_LEADER}
    users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in roles.items()}
    offices = [Department.objects.create(unit=unit, name=words) for words in ("Phòng Kinh tế", "Văn phòng")]
    return Place(unit, users, offices)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def world(db) -> World:
    with everything("tests"):
        province = place("98", UnitKind.PROVINCE, "Sông Mây")
        sen = place("98001", UnitKind.COMMUNE, "Bến Sen", province.unit)
        da = place("98002", UnitKind.COMMUNE, "Bến Đá", province.unit)
        return World(province, sen, da, place("97001", UnitKind.COMMUNE, "Gò Lau"))


def wish(asked: list[int], **more: Any) -> Wish:
    given: dict[str, Any] = {"title": "Tài liệu quý IV", "reason": "Tổng hợp báo cáo.", "due_on": LAST}
    return Wish(**given | {"items": ITEMS, "asked": asked, "basis": "Kế hoạch 12/KH-UBND"} | more)


def written(of: Place, asked: list[int], **more: Any) -> Campaign:
    by = of.actor("head")
    with use_scope(by.scope):
        unit_id = of.unit.pk
        return write_campaign(by=by, unit_id=unit_id, uid=uuid7(), wish=wish(asked, **more), now=NOW)


def sent(of: Place, asked: list[int], **more: Any) -> Campaign:
    row = written(of, asked, **more)
    by = of.actor("head")
    with use_scope(by.scope):
        return start_campaign(by=by, campaign_id=row.pk, now=NOW)


def ask_of(unit: Place, department: int | None = None) -> Ask:
    with everything("tests"):
        rows = Ask.objects.select_related("duty")
        return rows.get(
            unit=unit.unit, department=unit.departments[department] if department is not None else None
        )


def file(name: str, data: bytes = b"%PDF-1.4 a") -> BytesIO:
    given = BytesIO(data)
    given.name = name
    return given


def lay(of: Place, ask: Ask, item: str, *files: BytesIO, at: datetime = NOW, **more: Any) -> list[str]:
    by = of.actor("clerk")
    with use_scope(by.scope):
        return lay_in(by=by, ask_id=ask.pk, item=item, files=files, now=at, **more)


def hand(of: Place, ask: Ask, at: datetime = NOW) -> Ask:
    by = of.actor("clerk")
    with use_scope(by.scope):
        return hand_in(by=by, ask_id=ask.pk, now=at)


def take(of: Place, ask: Ask, item: str, at: datetime = NOW, name: str = "head") -> None:
    by = of.actor(name)
    with use_scope(by.scope):
        accept(by=by, ask_id=ask.pk, item=item, now=at)
