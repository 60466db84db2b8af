"""Public consultations as the search knows them."""

from collections.abc import Sequence

from conglang.citizens.consultations.models import Consultation
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

SECTION = "opinions"


def _items(rows: Sequence[Consultation]) -> list[sources.Item]:
    return [
        sources.Item(
            label=Consultation._meta.label_lower,
            object_id=row.pk,
            unit_id=row.unit_id,
            uid=row.uid,
            kind="consultation",
            section_key=SECTION,
            section=str(Consultation._meta.verbose_name),
            title=row.title,
            path=row.get_absolute_url(),
            summary=row.about[:300],
            text=f"{row.about}\n{row.text}",
            published_at=row.first_published_at,
        )
        for row in rows
    ]


FOUND = Findable(Consultation, _items, [("consultation", Consultation._meta.verbose_name or "")])
LABEL, follow = FOUND.label, FOUND.follow
