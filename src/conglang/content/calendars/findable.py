"""Entries as the search knows them: what is public, past or to come."""

from collections.abc import Sequence

from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.wording import history
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

SECTION = "schedules"


def _items(rows: Sequence[Entry]) -> list[sources.Item]:
    sections = Section.objects.filter(key=SECTION, unit__in={row.unit_id for row in rows})
    titles = dict(sections.values_list("unit_id", "title"))
    return [_item(row, titles.get(row.unit_id, "")) for row in rows]


def _item(entry: Entry, section: str) -> sources.Item:
    return sources.Item(
        label=Entry._meta.label_lower,
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
        held_on=entry.ends_on,
    )


FOUND = Findable(Entry, _items, EntryKind.choices)
LABEL, follow = FOUND.label, FOUND.follow
