"""What the demonstration's boards decided on use elsewhere, and a key for the open data."""

from datetime import datetime, timedelta

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA, SMALL_BOARDS
from conglang.config.demo.stories import board_of
from conglang.content.newsroom.consents import Side
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.services.agree_to_reuse import agree_to_reuse
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.kernel.clock import local_day
from conglang.tools.quotas.services.issue_key import Holder, issue_key


def agree_on_use_elsewhere(units: dict[str, Unit], now: datetime) -> None:
    """Board and People's Committee of a commune agree to its newest items."""
    board = board_of(units[HOA], now)
    sides = ((Side.BOARD, board[Role.HEAD_EDITOR]), (Side.COMMITTEE, board[Role.COMMUNE_LEADER]))
    with use_scope(board[Role.HEAD_EDITOR].scope):
        rows = Article.objects.filter(unit=units[HOA], live=True, reuse=Reuse.FREE).order_by("-pk")
        keys = list(rows.values_list("pk", flat=True)[:4])
    for side, by in sides:
        with use_scope(by.scope):
            for key in keys:
                agree_to_reuse(by=by, article_id=key, side=side, decision="12/TB, 20/11/2026", now=now)


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
