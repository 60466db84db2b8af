"""Postings as the search knows them. What names people is read on its page, it is not searched for."""

from collections.abc import Sequence

from conglang.content.postings.catalogue import kinds
from conglang.content.postings.models import Posting
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

SECTION = "disclosure"
POSTING = "posting"


def _items(rows: Sequence[Posting]) -> list[sources.Item]:
    return [_item(row) for row in rows if not _leaves(row)]


def _leaves(row: Posting) -> bool:
    kind = kinds().get(row.kind)
    return kind is None or kind.leaves


def _item(row: Posting) -> sources.Item:
    return sources.Item(
        label=Posting._meta.label_lower,
        object_id=row.pk,
        unit_id=row.unit_id,
        uid=row.uid,
        kind=POSTING,
        section_key=SECTION,
        section=row.kind_name,
        title=row.title,
        path=row.get_absolute_url(),
        summary=row.kind_name,
        text=row.text,
        published_at=row.first_published_at,
        files=tuple(
            sources.File(str(file.file.name), file.file_sha256, file.extension) for file in row.documents
        ),
    )


FOUND = Findable(Posting, _items, [(POSTING, Posting._meta.verbose_name or "")])
LABEL, follow = FOUND.label, FOUND.follow
