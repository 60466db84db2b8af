"""Public answers as the search knows them."""

from collections.abc import Sequence

from conglang.citizens.questions.models import Answer
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

KIND = "answer"


def _items(rows: Sequence[Answer]) -> list[sources.Item]:
    return [
        sources.Item(
            label=Answer._meta.label_lower,
            object_id=row.pk,
            unit_id=row.unit_id,
            uid=row.uid,
            kind=KIND,
            section_key="",
            section=row.field_name,
            title=row.title,
            path=row.get_absolute_url(),
            summary=row.field_name,
            text="\n".join([row.asked, row.text, row.basis]),
            published_at=row.first_published_at,
        )
        for row in rows
    ]


FOUND = Findable(Answer, _items, [(KIND, Answer._meta.verbose_name or "")])
LABEL, follow = FOUND.label, FOUND.follow
