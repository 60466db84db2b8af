"""What the search knows of procedures: those in force, on the sites of the province and of its communes."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from conglang.base.units.scope import everything
from conglang.content.procedures.models import Procedure, Version
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

LABEL, KIND, SECTION = "procedures.procedure", "procedure", "procedures"


def follow(batch_id: int, now: datetime) -> None:
    """Let procedures be found while they are in force. The rows decide, not the event that told of them."""
    with everything("what can be found follows what is in force"):
        changed = Version.objects.filter(batch=batch_id).values("procedure")
        rows = list(Procedure.objects.filter(pk__in=changed))
        put(items=_items([row for row in rows if row.repealed_at is None]), now=now)
        drop(label=LABEL, object_ids=[row.pk for row in rows if row.repealed_at is not None])


def live_items(unit_ids: Sequence[int] | None, after: int, number: int) -> list[sources.Item]:
    """Procedures in force in the order of their keys, for rebuilding the index."""
    rows = Procedure.objects.filter(repealed_at=None, pk__gt=after).order_by("pk")
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return _items(list(rows[:number]))


def _items(rows: Sequence[Procedure]) -> list[sources.Item]:
    sections = Section.objects.filter(unit__in={row.unit_id for row in rows}, key=SECTION)
    titles = dict(sections.values_list("unit", "title"))
    return [
        sources.Item(
            label=LABEL,
            object_id=row.pk,
            unit_id=row.unit_id,
            uid=row.uid,
            kind=KIND,
            section_key=SECTION,
            section=titles.get(row.unit_id, ""),
            title=row.name,
            path=row.get_absolute_url(),
            summary=row.field,
            text="\n".join([row.code, *row.parts.keywords, *row.parts.who, row.parts.description]),
            published_at=row.since,
            is_shared=row.at_commune,
        )
        for row in rows
    ]


sources.register(LABEL, live_items, [(KIND, _("administrative procedure"))])
