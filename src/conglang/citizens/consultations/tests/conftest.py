"""A commune that asks its people about drafts, acting through services as on the desk and the site."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Hamlet, Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.consultations.models import Consultation, Opinion
from conglang.citizens.consultations.rules import Stance
from conglang.citizens.consultations.services.speak import Said, speak
from conglang.citizens.consultations.services.write import write_consultation
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SINCE, DAY = date(2025, 7, 1), timedelta(days=1)
OVER = NOW + timedelta(days=30)
ROLES = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "auditor": Role.AUDITOR}
TEXT = "Lời nói đầu.\nĐiều 1. Giờ mở cửa\nTừ 6 giờ đến 21 giờ.\nĐiều 2. Cho mượn\nTrưởng thôn ghi sổ."


@dataclass
class Village:
    """A unit with a site and two hamlets, and its people by role."""

    unit: Unit
    users: dict[str, User]
    hamlets: list[Hamlet]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, clock.now())


def village(code: str, name: str) -> Village:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        hamlets = [
            Hamlet.objects.create(unit=unit, kind=HamletKind.THON, name=each) for each in ("Đông", "Tây")
        ]
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in ROLES.items()}
    return Village(unit, users, hamlets)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


def acting(of: Village, name: str, service: Any, **given: Any) -> Any:
    """A service called by one of the people, now."""
    by = of.actor(name)
    with use_scope(by.scope):
        return service(by=by, now=clock.now(), **given)


def facts(**more: Any) -> dict[str, Any]:
    return {
        "title": "Quy chế sử dụng nhà văn hóa", "about": "Thống nhất giờ mở cửa.", "text": TEXT,
        "basis": "Luật 10/2022/QH15, Điều 25", "opens_on": date(2026, 11, 16),
        "closes_on": date(2026, 12, 10),
    } | more  # fmt: skip


def drafted(of: Village, **more: Any) -> Consultation:
    return acting(of, "clerk", write_consultation, unit_id=of.unit.pk, values=facts(**more))


def release(row: Any, of: Village) -> Any:
    """Submitted and approved, each by another person; what follows from it is done too."""
    clerk, head = of.actor("clerk"), of.actor("head")
    with use_scope(clerk.scope):
        submit(item=type(row).objects.get(pk=row.pk), by=clerk, now=clock.now())
    with use_scope(head.scope):
        item = type(row).objects.get(pk=row.pk)
        seen = standing(head, item, now=clock.now()).content
        approve(item=item, expected_hash=seen, by=head, now=clock.now())
    return settled(row)


def settled(row: Any) -> Any:
    """The row after everything that follows from events."""
    with everything("tests"):
        deliver(now=clock.now(), limit=200)
        return type(row).objects.select_related("unit").get(pk=row.pk)


def opened(of: Village, **more: Any) -> Consultation:
    found: Consultation = release(drafted(of, **more), of)
    return found


def said(
    about: Consultation, stance: Stance = Stance.CHANGE, text: str = "Mở đến 22 giờ.", **more: Any
) -> Opinion:
    """An opinion from the site."""
    held = more.pop("held_because", ())
    return speak(
        unit_id=about.unit_id, consultation_uid=about.uid, said=Said(stance, text, **more), uid=uuid7(),
        now=clock.now(), held_because=held,
    )  # fmt: skip


def visit(path: str, data: Any = None, host: str = "c98001.localhost") -> Any:
    """What a visitor of the commune's site gets; with data a form is sent."""
    client = Client(HTTP_HOST=host)
    return client.get(path) if data is None else client.post(path, data)
