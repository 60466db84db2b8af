"""Headings of the catalogue as the search knows them: those of the province, for all sites below it.

What stands under a heading is found as what it is: an article, a document, an item of the budget. An
installation that serves several provinces finds the headings on the sites of the first one only.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import uuid5

from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.content.disclosure.models import Heading
from conglang.content.disclosure.queries import headings
from conglang.kernel import clock
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.models import SearchEntry
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

LABEL, KIND, SECTION = "disclosure.heading", "disclosure", "disclosure"


def follow(now: datetime) -> None:
    """Let the headings be found that hold today; days begin and end them, and nobody tells of that."""
    with everything("what can be found follows what the law asks for"):
        items = _items(clock.local_day(now), None)
        put(items=items, now=now)
        stale = SearchEntry.objects.filter(label=LABEL).exclude(object_id__in=[i.object_id for i in items])
        drop(label=LABEL, object_ids=list(stale.values_list("object_id", flat=True)))


def live_items(unit_ids: Sequence[int] | None, after: int, number: int) -> list[sources.Item]:
    """The headings of today in the order of their keys, for rebuilding the index."""
    found = [item for item in _items(clock.local_day(clock.now()), unit_ids) if item.object_id > after]
    return found[:number]


def _items(on: date, unit_ids: Sequence[int] | None) -> list[sources.Item]:
    unit = Unit.objects.filter(parent=None, site__isnull=False).order_by("pk").first()
    if unit is None or (unit_ids is not None and unit.pk not in unit_ids):
        return []
    section = Section.objects.filter(key=SECTION, unit=unit).values_list("title", flat=True).first() or ""
    found = [_item(row, unit, section) for row in headings(unit, on).values()]
    return sorted(found, key=lambda item: item.object_id)


def _item(row: Heading, unit: Unit, section: str) -> sources.Item:
    return sources.Item(
        label=LABEL,
        object_id=row.pk,
        unit_id=unit.pk,
        uid=uuid5(unit.uid, row.key),
        kind=KIND,
        section_key=SECTION,
        section=section,
        title=row.title,
        path=row.get_absolute_url(),
        summary=row.what,
        text="",
        published_at=datetime.combine(row.valid_from, time.min, clock.LOCAL_ZONE),
        is_shared=True,
    )


sources.register(LABEL, live_items, [(KIND, _("public information"))])
