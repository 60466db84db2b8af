"""Funds as the search knows them: what two people put before everybody."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conglang.citizens.payments.models import Fund
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

KIND, SECTION = "fund", "funds"


def _items(rows: Sequence[Fund]) -> list[sources.Item]:
    return [
        sources.Item(
            label=Fund._meta.label_lower,
            object_id=row.pk,
            unit_id=row.unit_id,
            uid=row.uid,
            kind=KIND,
            section_key=SECTION,
            section=row.kind.title,
            title=row.title,
            path=row.get_absolute_url(),
            summary=row.about[:300] or row.decision,
            text=f"{row.about}\n{row.decision}",
            published_at=row.confirmed_at or row.proposed_at,
        )
        for row in rows
    ]


FOUND = Findable(Fund, _items, [(KIND, _("fund or contribution"))], public=Q(confirmed_at__isnull=False))
follow = FOUND.follow
