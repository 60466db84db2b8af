"""Make the index again from what is public: after an import into the tables, or a new way to read words."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from conglang.base.units.scope import everything
from conglang.tools.search.models import RebuildMark, SearchEntry
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put
from conglang.tools.search.sources import sources

BATCH = 200  # items in one transaction: on SQLite every other writer waits for it
LARGEST_ID = 2**63 - 1

Progress = Callable[[int], None]


def rebuild(*, unit_ids: Sequence[int] | None, now: datetime, progress: Progress) -> int:
    """Enter every live item of the units (None: of all), take out the others; returns how many changed.

    `progress` hears after each batch how many items were looked at. A rebuild that was cut off goes on
    where it was; the search works all the while.
    """
    changed = looked_at = 0
    unit_key = unit_ids[0] if unit_ids else 0
    with everything("rebuild the index"):
        for label in sources():
            mark, _ = RebuildMark.objects.get_or_create(source=label, unit_id=unit_key)
            is_done = False
            while not is_done:
                number, changes, is_done = _batch(mark, unit_ids, now)
                looked_at += number
                changed += changes
                progress(looked_at)
            mark.delete()
    return changed


@transaction.atomic
def _batch(mark: RebuildMark, unit_ids: Sequence[int] | None, now: datetime) -> tuple[int, int, bool]:
    """The next items of a source: how many, how many entries changed, whether they were the last."""
    items = sources()[mark.source](unit_ids, mark.last_id, BATCH)
    is_last = len(items) < BATCH
    last_id = LARGEST_ID if is_last else items[-1].object_id
    entered = SearchEntry.objects.filter(
        label=mark.source, object_id__gt=mark.last_id, object_id__lte=last_id
    )
    if unit_ids is not None:
        entered = entered.filter(unit__in=unit_ids)
    gone = set(entered.values_list("object_id", flat=True)) - {item.object_id for item in items}
    changes = drop(label=mark.source, object_ids=gone) + put(items=items, now=now)
    mark.last_id = last_id
    mark.save(update_fields=["last_id"])
    return len(items), changes, is_last
