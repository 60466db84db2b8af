"""The planning of a place in the matrix: a theme of its own, and one that waits for a second person."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.services.keep_theme import confirm_theme, enter_theme
from conglang.content.newsroom.themes import Theme, ThemeGroup
from conglang.kernel.clock import local_day

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_themes(place: "Place", now: datetime) -> None:
    """What is not public yet bears the hidden word."""
    desk, head, unit_id = place.actor(Role.DESK), place.actor(Role.HEAD_EDITOR), place.unit.pk
    today = local_day(now)
    facts = {"group": ThemeGroup.SERIES, "valid_from": today, "valid_to": today + timedelta(days=30)}
    with use_scope(desk.scope):
        own, waiting = (
            enter_theme(by=desk, unit_id=unit_id, theme=Theme(title=title, basis=title, **facts), now=now)
            for title in (f"Loạt bài {place.word}", f"Loạt bài {place.hidden}")
        )
    with use_scope(head.scope):
        confirm_theme(by=head, unit_id=unit_id, theme_id=own.pk, now=now)
    place.keep(own, waiting)
