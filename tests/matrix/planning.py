"""The planning of a place in the matrix: themes, the year's plan, and who writes what."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.services.keep_theme import confirm_theme, enter_theme
from conglang.content.newsroom.themes import Theme, ThemeGroup
from conglang.content.planning.models import Assignment, Target
from conglang.content.planning.services.assign import give
from conglang.content.planning.services.plan import approve_plan, begin_plan, set_target
from conglang.kernel.clock import local_day
from tests.matrix.supervision import fill_supervision

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


def fill_plan(place: "Place", now: datetime) -> None:
    """A plan that counts, its next version, and an item that a person and one that a department writes."""
    desk, leader, unit_id = place.actor(Role.DESK), place.actor(Role.COMMUNE_LEADER), place.unit.pk
    today = local_day(now)
    with use_scope(desk.scope):
        plan = begin_plan(by=desk, unit_id=unit_id, year=today.year, basis=place.hidden, now=now)
    with use_scope(leader.scope):
        approve_plan(by=leader, plan_id=plan.pk, seen=plan.changed_at, now=now)
    with use_scope(desk.scope):
        draft = begin_plan(by=desk, unit_id=unit_id, year=today.year, basis=place.hidden, now=now)
        theme = place.things[Theme][0]
        line = set_target(by=desk, plan_id=draft.pk, target=Target(theme=theme, least=3), now=now)
        asked = [
            give(
                by=desk, unit_id=unit_id, assignment=Assignment(title=f"Viết về {place.hidden}", **whom),
                due_on=today + timedelta(days=5), now=now,
            )
            for whom in (
                {"person_id": place.actor(Role.CONTRIBUTOR).user_id},
                {"department": place.things[Department][0]},
            )
        ]  # fmt: skip
    place.keep(plan, draft, line, *asked)
    fill_supervision(place, now)
