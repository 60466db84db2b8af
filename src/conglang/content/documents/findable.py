"""Documents as the search knows them; the words of their files are read by the search itself."""

from collections.abc import Sequence

from conglang.content.documents.models import OfficialDocument
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

SECTION = "documents"
DOCUMENT = "document"


def _items(rows: Sequence[OfficialDocument]) -> list[sources.Item]:
    sections = Section.objects.filter(key=SECTION, unit__in={row.unit_id for row in rows})
    titles = dict(sections.values_list("unit_id", "title"))
    return [_item(row, titles.get(row.unit_id, "")) for row in rows]


def _item(row: OfficialDocument, section: str) -> sources.Item:
    return sources.Item(
        label=OfficialDocument._meta.label_lower,
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


FOUND = Findable(OfficialDocument, _items, [(DOCUMENT, OfficialDocument._meta.verbose_name or "")])
LABEL, follow = FOUND.label, FOUND.follow
