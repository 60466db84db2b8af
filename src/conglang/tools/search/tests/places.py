"""Communes and items for tests."""

from datetime import UTC, date, datetime
from typing import Any

from conglang.base.units.models import Hamlet, HamletKind, Unit, UnitKind
from conglang.base.units.scope import everything
from conglang.kernel.ids import uuid7
from conglang.tools.search.services.put import put
from conglang.tools.search.sources import Item

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
LABEL = "units.hamlet"


def commune(code: str, name: str, parent: Unit | None = None) -> Unit:
    kind = UnitKind.COMMUNE
    lineage = parent.below if parent else "/"
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, valid_from=SINCE, parent=parent, lineage=lineage
    )


def province(code: str, name: str) -> Unit:
    kind = UnitKind.PROVINCE
    return Unit.objects.create(code=code, kind=kind, level=kind.level, name=name, valid_from=SINCE)


def row(unit: Unit, name: str) -> Hamlet:
    with everything("tests"):
        return Hamlet.objects.create(unit=unit, kind=HamletKind.AP, name=name)


def item(of: Hamlet, **more: Any) -> Item:
    facts = {
        "label": LABEL,
        "object_id": of.pk,
        "unit_id": of.unit_id,
        "uid": uuid7(),
        "kind": "article",
        "section_key": more.pop("section", "news"),
        "section": "Tin tức",
        "title": of.name,
        "path": f"/tin-tuc/{of.pk}/",
        "summary": "",
        "text": "",
        "published_at": NOW,
    }
    return Item(**facts | more)


def enter(unit: Unit, title: str, **more: Any) -> Item:
    """An item that can be found."""
    added = item(row(unit, title), title=title, **more)
    with everything("tests"):
        put(items=[added], now=NOW)
    return added
