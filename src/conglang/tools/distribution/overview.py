"""The sheet of an item as people read it: by channel, what is planned, what is, and what proves it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conglang.base.units.models import Hamlet, Unit
from conglang.kernel.text import collation_key
from conglang.tools.approval.publishable import Publishable
from conglang.tools.distribution.channels import Ask, Channel, Planned, channels_for
from conglang.tools.distribution.models import Evidence, Line
from conglang.tools.distribution.queries import lines_of
from conglang.tools.distribution.rules import Window

HAMLETS = Ask.HAMLETS.value


class State(StrEnum):
    """How a line stands."""

    PLANNED = "planned"  # in the newest version, which is still to be approved
    COMING = "coming"  # public just now; the line follows in a moment
    LATER = "later"
    LIVE = "live"
    LEAVING = "leaving"  # not in the newest version any more
    REFUSED = "refused"
    OVER = "over"


@dataclass(frozen=True)
class Row:
    """One unit's line, or the plan of one; without `hamlets` it is for the whole unit."""

    unit: Unit
    state: State
    window: Window
    line: Line | None
    evidence: Sequence[Evidence]
    hamlets: Sequence[Hamlet] = ()


@dataclass(frozen=True)
class Way:
    """A channel with its rows, those of the own unit first."""

    channel: Channel
    rows: Sequence[Row]


def overview(item: Publishable, now: datetime) -> list[Way]:
    """The whole sheet; `item` is the newest version. The number of queries does not grow with its units."""
    lines = lines_of(item)
    ways = [(each, {one.unit_id: one for one in each.plan(item, item.sheet)}) for each in channels_for(item)]
    wanted = {unit_id for _way, planned in ways for unit_id in planned}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted | {line.unit_id for line in lines})}
    hamlets = _addressed([*(plan for _way, planned in ways for plan in planned.values()), *lines])
    return [
        Way(way, list(_rows(item, planned, _of(way, lines), units, hamlets, now))) for way, planned in ways
    ]


def _of(way: Channel, lines: list[Line]) -> dict[int, Line]:
    return {line.unit_id: line for line in lines if line.channel == way.key}


def _addressed(chosen: Iterable[Planned | Line]) -> dict[int, Hamlet]:
    """The hamlets to which plans and lines are addressed."""
    wanted = {pk for each in chosen for pk in each.options.get(HAMLETS, ())}
    return {hamlet.pk: hamlet for hamlet in Hamlet.objects.filter(pk__in=wanted)} if wanted else {}


def _rows(
    item: Publishable, planned: dict[int, Planned], known: dict[int, Line], units: dict[int, Unit],
    hamlets: dict[int, Hamlet], now: datetime,
) -> Iterable[Row]:  # fmt: skip
    for unit_id in sorted(
        {*planned, *known}, key=lambda pk: (pk != item.unit_id, collation_key(units[pk].name))
    ):
        line, plan = known.get(unit_id), planned.get(unit_id)
        window = (
            line.window if line and (line.is_wanted or plan is None) else plan.window if plan else Window()
        )
        evidence = list(line.evidence.all()) if line else []
        chosen = plan or line
        told = [hamlets[pk] for pk in (chosen.options.get(HAMLETS, ()) if chosen else ()) if pk in hamlets]
        yield Row(units[unit_id], _state(item, line, plan, now), window, line, evidence, told)


def _state(item: Publishable, line: Line | None, plan: Planned | None, now: datetime) -> State:
    if line is None or not line.is_wanted:
        if plan is None:
            return State.OVER
        is_public = item.live and not item.has_unpublished_changes
        return State.COMING if is_public else State.PLANNED
    if line.refused_at is not None:
        return State.REFUSED
    if plan is None:
        return State.LEAVING
    if line.live:
        return State.LIVE
    return State.LATER if line.starts_at and now < line.starts_at else State.OVER
