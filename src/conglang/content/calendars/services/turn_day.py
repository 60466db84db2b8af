"""Let the stored pages of all units know which day it is."""

from datetime import datetime

from django.db import transaction

from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.content.calendars.models import Today
from conglang.kernel.clock import local_day


def turn_day(*, now: datetime) -> int:
    """Write today's date for every unit with a site; returns how many rows changed.

    Pages that show the day are void at the commit. A repeated call on the same day writes nothing.
    """
    day = local_day(now)
    with everything("midnight comes to all units at once"):
        known = dict(Today.objects.values_list("unit_id", "day"))
        new = set(Site.objects.values_list("unit_id", flat=True)) - known.keys()
        if not new and set(known.values()) <= {day}:
            return 0
        with transaction.atomic():
            turned: int = Today.objects.exclude(day=day).update(day=day)
            Today.objects.bulk_create(Today(unit_id=unit_id, day=day) for unit_id in sorted(new))
    return turned + len(new)
