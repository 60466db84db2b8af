"""The demonstration's difficulties: one answered, one that waits, one handed up to the province."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.kernel.clock import frozen
from conglang.tools.support.services.report import report
from conglang.tools.support.services.settle import answer, hand_up

SPACE = UUID("018f0000-0000-7000-8000-00000000d1ff")
DAY = timedelta(days=1)


def ask_for_help(units: Mapping[str, Unit], now: datetime) -> None:
    """As people of one commune report them."""
    unit, told = units[HOA], "Anh mở bài, bấm “Ảnh, video và tệp”, rồi chọn nhiều ảnh một lúc."
    admin = _actor("quantri.hoamau", unit, now)
    rows = [
        (9, "ctv.hoamau", "Tôi không biết thêm nhiều ảnh vào một bài (mẫu).", "Gửi tin bài"),
        (4, "bientap.hoamau", "Trang thẩm định mở chậm trên máy cũ (mẫu).", "Thẩm định"),
        (1, "thuky.hoamau", "Tôi muốn in danh sách bài chờ phân công (mẫu).", "Việc chờ tôi"),
    ]
    for days, username, text, screen in rows:
        at, by = now - days * DAY, _actor(username, unit, now)
        with frozen(at), use_scope(by.scope):
            row = report(by=by, unit_id=unit.pk, uid=uuid5(SPACE, text), text=text, screen=screen, now=at)
        at += DAY / 4
        with frozen(at), use_scope(admin.scope):
            if days == 9:
                answer(by=admin, difficulty_id=row.pk, text=told, now=at)
            elif days == 4:
                hand_up(by=admin, difficulty_id=row.pk, note="Nhờ tỉnh xem máy chủ.", now=at)


def _actor(username: str, unit: Unit, now: datetime) -> Actor:
    return actor_for(User.objects.get(username=username), unit.pk, now)
