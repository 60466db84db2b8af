"""What the demonstration's boards decided on use elsewhere, and a key for the open data."""

from datetime import datetime, timedelta

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.config.demo.people import SMALL_BOARDS
from conglang.content.newsroom.models import Reuse
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.kernel.clock import local_day
from conglang.tools.quotas.services.issue_key import Holder, issue_key


def open_up(units: dict[str, Unit], by: Actor, now: datetime) -> None:
    """Larger boards let their news be taken over; a newspaper has a key of the province."""
    for code, unit in units.items():
        if code not in SMALL_BOARDS:
            decide_reuse(by=by, unit_id=unit.pk, reuse=Reuse.FREE, decision="05/QĐ-BBT, 02/01/2026", now=now)
    province = next(unit for unit in units.values() if unit.parent_id is None)
    newspaper = Holder(
        organisation="Báo Sông Mẫu",
        contact_name="Lê Thị Mẫu",
        contact_email="dulieu@baosongmau.example",
        per_minute=600,
        valid_until=local_day(now) + timedelta(days=365),
    )
    issue_key(by=by, unit_id=province.pk, holder=newspaper, now=now)
