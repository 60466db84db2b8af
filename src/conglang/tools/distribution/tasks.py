"""Lines follow the clock, and each is looked at in a task of its own."""

from datetime import datetime, timedelta

from django_tasks import task

from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.distribution.channels import Shows, channel
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.services.follow import turn_due
from conglang.tools.distribution.services.prove import note_look

MOST = 100  # a time
FIRST = 10  # of the tasks: a look takes a moment, the pictures of a library a minute
CLAIM = timedelta(minutes=10)  # longer than any look takes; a task that is lost comes again


@every(seconds=20)
def turn_lines(now: datetime) -> None:
    """Begin and end lines at their times."""
    turn_due(now=now)


@every(seconds=30)
def look_at_lines(now: datetime) -> None:
    """Hand the lines that somebody has to look at to the queue."""
    with everything("lines of every unit are looked at"):
        for line in Line.objects.filter(look_at__lte=now).order_by("look_at")[:MOST]:
            if Line.objects.filter(pk=line.pk, look_at=line.look_at).update(look_at=now + CLAIM):
                look_at_line.enqueue(line.pk)


@task(priority=FIRST)
def look_at_line(line_id: int) -> None:
    """Look at one line; nothing is locked while the net is waited for."""
    with everything("lines of every unit are looked at"):
        line = Line.objects.select_related("unit__parent").filter(pk=line_id).first()
        way = channel(line.channel) if line else None
        if line is None or not isinstance(way, Shows) or line.item is None:
            return
        found = way.look(line.item, line.unit)
        note_look(line_id=line_id, found=found, now=clock_now())
