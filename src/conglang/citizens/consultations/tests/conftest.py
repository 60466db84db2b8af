"""A commune that asks its people about drafts, acting through services as on the desk and the site."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.citizens.consultations.models import Consultation, Opinion
from conglang.citizens.consultations.rules import Stance
from conglang.citizens.consultations.services.speak import Said, speak
from conglang.citizens.consultations.services.write import write_consultation
from conglang.kernel import clock
from conglang.kernel.ids import uuid7
from conglang.tools.approval.tests.releasing import release

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OVER = NOW + timedelta(days=30)
ROLES = {"clerk": Role.DOCUMENT_CLERK, "head": Role.HEAD_EDITOR, "auditor": Role.AUDITOR}
TEXT = "Lời nói đầu.\nĐiều 1. Giờ mở cửa\nTừ 6 giờ đến 21 giờ.\nĐiều 2. Cho mượn\nTrưởng thôn ghi sổ."

village = partial(villages.village, roles=ROLES, hamlets=("Đông", "Tây"))
frozen = stopped_at(NOW)
home, neighbour = two(village)


def facts(**more: Any) -> dict[str, Any]:
    return {
        "title": "Quy chế sử dụng nhà văn hóa", "about": "Thống nhất giờ mở cửa.", "text": TEXT,
        "basis": "Luật 10/2022/QH15, Điều 25", "opens_on": date(2026, 11, 16),
        "closes_on": date(2026, 12, 10),
    } | more  # fmt: skip


def drafted(of: Village, **more: Any) -> Consultation:
    return of.do("clerk", write_consultation, unit_id=of.unit.pk, values=facts(**more))


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
