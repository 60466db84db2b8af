"""The supervision of a place in the matrix: a rhythm, and a department that was reminded."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope
from conglang.content.supervision.models import Nudge, Span
from conglang.content.supervision.services.remind import set_rhythm
from conglang.kernel.clock import local_day
from tests.matrix.inspections import fill_inspections

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_supervision(place: "Place", now: datetime) -> None:
    """Who was reminded is nobody's business outside."""
    desk, today = place.actor(Role.DESK), local_day(now)
    with use_scope(desk.scope):
        place.keep(
            set_rhythm(
                by=desk, unit_id=place.unit.pk, span=Span.MONTH, basis=place.hidden, is_on=False, now=now
            )
        )  # fmt: skip
        nudge = Nudge(
            unit=place.unit, department=place.things[Department][0], person_id=desk.user_id,
            first=today.replace(day=1), last=today, on=today, by_name=place.hidden,
        )  # fmt: skip
        nudge.save()
    place.keep(nudge)
    fill_inspections(place, now)
