"""Bring lines into step with the public version of their item, and with the clock."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import everything
from conglang.tools.approval.models import Absence
from conglang.tools.distribution.channels import Planned, Shows, channel, channels_for
from conglang.tools.distribution.events import LineTurned
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.rules import FIRST_LOOK


@transaction.atomic
def follow(*, label: str, object_id: int, now: datetime) -> None:
    """Make the lines of an item what its approved sheet says; all end with it. Repeated, nothing changes."""
    with everything("an item goes to the readers of other units too"):
        model: Any = apps.get_model(label)
        item = model.objects.select_related("live_revision").filter(pk=object_id).first()
        if item is None:
            return
        rows = Line.objects.select_for_update().filter(model=label, object_id=object_id)
        known = {(row.channel, row.unit_id): row for row in rows}
        wanted = _wanted(item)
        for (key, unit_id), planned in wanted.items():
            line = known.pop((key, unit_id), None) or Line(
                unit_id=unit_id, model=label, object_id=object_id, channel=key, sender_id=item.unit_id
            )
            line.is_wanted, line.options = True, dict(planned.options)
            line.starts_at, line.ends_at = planned.window.starts_at, planned.window.ends_at
            turn(line, now)
        for line in known.values():
            line.is_wanted = False
            turn(line, now)
        if not item.live:
            _say_gone(item, [line for line in known.values() if line.unit_id != item.unit_id])


def turn(line: Line, now: datetime) -> None:
    """Switch a line on or off as everything that is known of it says, and store it."""
    live = line.is_wanted and line.refused_at is None and line.window.is_open(now)
    if live != line.live:
        line.live = live
        line.began_at, line.ended_at = (now, None) if live else (line.began_at, now)
        is_shown = isinstance(channel(line.channel), Shows)
        line.look_at, line.looks = (now + FIRST_LOOK if is_shown else None), 0
        publish(LineTurned(line.model, line.object_id, line.unit_id, line.channel), now=now)
    line.save()


def turn_due(*, now: datetime) -> int:
    """Switch the lines whose time has come or is over; returns how many."""
    begun = Q(starts_at=None) | Q(starts_at__lte=now)
    going = Q(ends_at=None) | Q(ends_at__gt=now)
    with transaction.atomic(), everything("lines of all units follow the clock"):
        due = Q(begun, going, live=False, is_wanted=True, refused_at=None) | Q(live=True, ends_at__lte=now)
        lines = list(Line.objects.select_for_update().filter(due))
        for line in lines:
            turn(line, now)
    return len(lines)


def _wanted(item: Any) -> dict[tuple[str, int], Planned]:
    if not item.live or item.live_revision is None:
        return {}
    sheet = item.live_revision.content.get("sheet", {})
    return {
        (each.key, planned.unit_id): planned
        for each in channels_for(item)
        for planned in each.plan(item, sheet)
    }


def _say_gone(item: Any, lines: list[Line]) -> None:
    """Readers of the other sites are told what those of the item's own are."""
    path = item.get_absolute_url() if hasattr(item, "get_absolute_url") else ""
    own = Absence.objects.filter(unit=item.unit_id, path=path).first()
    for unit_id in {line.unit_id for line in lines} if own else ():
        told = {"told": own.told, "since": own.since}
        Absence.objects.update_or_create(unit_id=unit_id, path=path, defaults=told)
