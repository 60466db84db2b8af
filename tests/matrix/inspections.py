"""The inspections of a place in the matrix: a round with its item, and a line of the register."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.ledger.sealer import seal
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope
from conglang.content.supervision.models import Mark, MarkKind, Round
from conglang.content.supervision.services.inspect import draw_due, enter_mark, open_round
from conglang.kernel.clock import local_day

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_inspections(place: "Place", now: datetime) -> None:
    """What was found and who is praised stays inside, though the items are public."""
    head, desk, unit_id = place.actor(Role.HEAD_EDITOR), place.actor(Role.DESK), place.unit.pk
    today, office = local_day(now), place.things[Department][0]
    with use_scope(head.scope):
        wanted = Round(
            title=place.hidden,
            first=today.replace(month=1, day=1),
            last=today,
            inspector_id=desk.user_id,
            size=2,
        )
        row = open_round(by=head, unit_id=unit_id, wanted=wanted, now=now)
        seal(now=now)
        draw_due(now=now)
        mark = Mark(
            kind=MarkKind.PRAISE,
            department=office,
            on=today,
            what=place.hidden,
            basis=place.hidden,
            decision="7",
        )
        place.keep(row, enter_mark(by=head, unit_id=unit_id, mark=mark, now=now))
        place.keep(*row.items.order_by("pk"))
