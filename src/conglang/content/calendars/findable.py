"""Entries as the search knows them: what is public, past or to come."""

from collections.abc import Sequence
from datetime import datetime

from conglang.base.units.scope import everything
from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.wording import history
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

LABEL = "calendars.entry"
SECTION = "schedules"


def follow(entry_id: int, now: datetime) -> None:
    """Let an entry be found while it is public. The row decides, not the event that told of it."""
    with everything("what can be found follows what is public"):
        entry = Entry.objects.filter(pk=entry_id, live=True).first()
        if entry is not None:
            put(items=_items([entry]), now=now)
        else:
            drop(label=LABEL, object_ids=[entry_id])


def _items(rows: Sequence[Entry]) -> list[sources.Item]:
    sections = Section.objects.filter(key=SECTION, unit__in={row.unit_id for row in rows})
    titles = dict(sections.values_list("unit_id", "title"))
    return [_item(row, titles.get(row.unit_id, "")) for row in rows]


def _item(entry: Entry, section: str) -> sources.Item:
    return sources.Item(
        label=LABEL,
        object_id=entry.pk,
        unit_id=entry.unit_id,
        uid=entry.uid,
        kind=entry.kind,
        section_key=SECTION,
        section=section,
        title=f"{entry.get_kind_display()}: {entry.what}"[:250],
        path=entry.get_absolute_url(),
        summary=f"{entry.when}. {entry.place}. {entry.who}"[:600],
        text="\n".join([entry.note, *history(entry)]),
        published_at=entry.first_published_at,
    )


def live_items(unit_ids: Sequence[int] | None, after: int, number: int) -> list[sources.Item]:
    """Live entries in the order of their keys, for rebuilding the index."""
    rows = Entry.objects.filter(live=True, pk__gt=after).order_by("pk")
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return _items(rows[:number])


sources.register(LABEL, live_items, EntryKind.choices)
