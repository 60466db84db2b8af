"""Let items be found no longer."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction

from conglang.tools.search.models import SearchEntry
from conglang.tools.search.services.put import count_words, counted


@transaction.atomic
def drop(*, label: str, object_ids: Collection[int]) -> int:
    """Take the entries of items out that are public no longer; returns how many there were."""
    rows = list(SearchEntry.objects.filter(label=label, object_id__in=object_ids))
    counts: Counter[str] = Counter()
    for row in rows:
        counts.subtract(counted(row))
        row.delete()
    count_words(counts)
    return len(rows)
