"""The difficulties of a place in the matrix: one that waits, one handed up, one answered, all hidden."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid5

from PIL import Image as Picture

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.tools.support.services.report import report
from conglang.tools.support.services.settle import answer, hand_up

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_support(place: "Place", now: datetime) -> None:
    """Reported by the desk, answered by the unit's administrator."""
    desk, admin = place.actor(Role.DESK), place.actor(Role.UNIT_ADMINISTRATOR)
    with use_scope(desk.scope):
        waiting, handed, told = (
            place.keep(
                report(
                    by=desk, unit_id=place.unit.pk, uid=uuid5(place.unit.uid, str(number)), now=now,
                    text=f"Khó khăn {place.hidden} {number}", screen=f"Trang {place.hidden}", picture=_shot(),
                )
            )
            for number in range(3)
        )  # fmt: skip
    with use_scope(admin.scope):
        hand_up(by=admin, difficulty_id=handed.pk, note=f"Nhờ tỉnh {place.hidden}", now=now)
        answer(by=admin, difficulty_id=told.pk, text=f"Trả lời {place.hidden}", now=now)
    assert waiting.answered_at is None


def _shot() -> BytesIO:
    file = BytesIO()
    Picture.new("RGB", (40, 30), "white").save(file, "PNG")
    return file
