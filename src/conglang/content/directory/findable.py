"""What the search knows of public entries."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from conglang.base.units.scope import everything
from conglang.content.directory.models import (
    ENTRIES,
    Business,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.directory.rules import as_lines
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

CONTACT, BUSINESS = "contact", "business"
_RELATED = {Official: ("department", "hamlet"), DepartmentPage: ("department",), HamletPage: ("hamlet",)}


def follow(model: type[Entry], pk: int, now: datetime) -> None:
    """Let an entry be found while it is public. The row decides, not the event that told of it."""
    label = model._meta.label_lower
    with everything("what can be found follows what is public"):
        rows: Any = model.objects
        entry = rows.filter(pk=pk).first()
        if entry is not None and entry.live:
            put(items=[item_of(entry)], now=now)
        else:
            drop(label=label, object_ids=[pk])


def item_of(entry: Any) -> sources.Item:
    """What of a public entry is found, and where it leads."""
    is_business = isinstance(entry, Business)
    key = "businesses" if is_business else "contacts"
    section = Section.objects.filter(unit=entry.unit_id, key=key).first()
    summary, text = _words(entry)
    return sources.Item(
        label=entry._meta.label_lower,
        object_id=entry.pk,
        unit_id=entry.unit_id,
        uid=entry.uid,
        kind=BUSINESS if is_business else CONTACT,
        section_key=key,
        section=section.title if section else "",
        title=str(entry),
        path=entry.get_absolute_url(),
        summary=summary,
        text=text,
        published_at=entry.first_published_at,
    )


def _words(entry: Any) -> tuple[str, str]:
    if isinstance(entry, Official):
        where = (entry.department, entry.hamlet)
        summary = ", ".join([entry.post, *(str(each) for each in where if each)])
        return summary, _lines(entry.duties, entry.biography, entry.reception, entry.phone, entry.email)
    if isinstance(entry, DepartmentPage):
        return entry.place, _lines(entry.functions, entry.hours, entry.phone, entry.email)
    if isinstance(entry, ReceptionDesk):
        return entry.hours, _lines(entry.place, entry.rules, entry.phone, entry.email)
    if isinstance(entry, HamletPage):
        return entry.cultural_house, _lines(entry.about, entry.phone)
    return _lines(as_lines(entry.products)), _lines(entry.about, entry.place, entry.phone, entry.website)


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def live_items(
    model: type[Entry], unit_ids: Sequence[int] | None, after: int, number: int
) -> list[sources.Item]:
    """Public entries in the order of their keys, for rebuilding the index."""
    found: Any = model.objects.filter(live=True, pk__gt=after).order_by("pk")
    rows = found.select_related(*_RELATED.get(model, ())) if model in _RELATED else found
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return [item_of(entry) for entry in rows[:number]]


def _listings() -> Iterator[tuple[str, Callable[..., list[sources.Item]]]]:
    for model in ENTRIES:
        yield model._meta.label_lower, partial(live_items, model)


for _label, _listing in _listings():
    sources.register(_label, _listing, [(CONTACT, _("Directory")), (BUSINESS, _("business or producer"))])
