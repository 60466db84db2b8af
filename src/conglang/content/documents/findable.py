"""Documents as the search knows them; the words of their files are read by the search itself."""

from collections.abc import Sequence
from datetime import datetime

from conglang.base.units.scope import everything
from conglang.content.documents.models import OfficialDocument
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

LABEL = "documents.officialdocument"
SECTION = "documents"
DOCUMENT = "document"


def follow(document_id: int, now: datetime) -> None:
    """Let a document be found while it is public. The row decides, not the event that told of it."""
    with everything("what can be found follows what is public"):
        row = OfficialDocument.objects.filter(pk=document_id, live=True).first()
        if row is not None:
            put(items=_items([row]), now=now)
        else:
            drop(label=LABEL, object_ids=[document_id])


def _items(rows: Sequence[OfficialDocument]) -> list[sources.Item]:
    sections = Section.objects.filter(key=SECTION, unit__in={row.unit_id for row in rows})
    titles = dict(sections.values_list("unit_id", "title"))
    return [_item(row, titles.get(row.unit_id, "")) for row in rows]


def _item(row: OfficialDocument, section: str) -> sources.Item:
    return sources.Item(
        label=LABEL,
        object_id=row.pk,
        unit_id=row.unit_id,
        uid=row.uid,
        kind=DOCUMENT,
        section_key=SECTION,
        section=section,
        title=f"{row}: {row.abstract}"[:300],
        path=row.get_absolute_url(),
        summary=f"{row.issuer_name}. {row.signer}"[:600],
        text=row.text,
        published_at=row.first_published_at,
        files=tuple(
            sources.File(str(file.file.name), file.file_sha256, file.extension) for file in row.documents
        ),
    )


def live_items(unit_ids: Sequence[int] | None, after: int, number: int) -> list[sources.Item]:
    """Live documents in the order of their keys, for rebuilding the index."""
    rows = OfficialDocument.objects.filter(live=True, pk__gt=after).order_by("pk")
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return _items(rows[:number])


sources.register(LABEL, live_items, [(DOCUMENT, OfficialDocument._meta.verbose_name or "")])
