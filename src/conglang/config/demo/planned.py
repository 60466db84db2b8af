"""The demonstration's planning: a series of the commune's own."""

from datetime import datetime, timedelta

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.content.newsroom.services.keep_theme import confirm_theme, enter_theme
from conglang.content.newsroom.themes import Theme, ThemeGroup
from conglang.kernel.clock import local_day

SERIES = timedelta(days=60)


def set_series(units: dict[str, Unit], now: datetime) -> None:
    """A series that runs now; the desk sets it, the head editor confirms."""
    commune, today = units[HOA], local_day(now)
    board = board_of(commune, now)
    desk, head = board[Role.DESK], board[Role.HEAD_EDITOR]
    theme = Theme(
        group=ThemeGroup.SERIES, title="Làng quê đáng sống", basis="Kế hoạch số 05/KH-MẪU",
        valid_from=today - SERIES, valid_to=today + SERIES,
    )  # fmt: skip
    with use_scope(desk.scope):
        theme = enter_theme(by=desk, unit_id=commune.pk, theme=theme, now=now)
    with use_scope(head.scope):
        confirm_theme(by=head, unit_id=commune.pk, theme_id=theme.pk, now=now)
