"""Keep what is found in step with the rows of a model that are public."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from conglang.base.units.scope import everything
from conglang.tools.search import sources
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put

IS_LIVE = Q(live=True)


class Findable:
    """A model with `unit`, and how its public rows become items; registers itself with the search.

    `kinds` are what filters offer, `related` the relations that `items_of` reads, `public` which rows are.
    """

    def __init__(
        self,
        model: type[Any],
        items_of: Callable[[Sequence[Any]], Sequence[sources.Item]],
        kinds: Iterable[tuple[str, sources.Label]],
        *,
        related: Sequence[str] = (),
        public: Q = IS_LIVE,
    ) -> None:
        self.model, self.items_of, self.related, self.public = model, items_of, related, public
        self.label: str = model._meta.label_lower
        sources.register(self.label, self.live_items, kinds)

    def follow(self, pk: int, now: datetime) -> None:
        """Let a row be found while it is public. The row decides, not the event that told of it."""
        with everything("what can be found follows what is public"):
            rows = self._rows().filter(pk=pk)
            if items := self.items_of(list(rows)):
                put(items=items, now=now)
            else:
                drop(label=self.label, object_ids=[pk])

    def live_items(self, unit_ids: Sequence[int] | None, after: int, number: int) -> Sequence[sources.Item]:
        """Live rows in the order of their keys, for rebuilding the index."""
        rows = self._rows().filter(pk__gt=after).order_by("pk")
        if unit_ids is not None:
            rows = rows.filter(unit__in=unit_ids)
        return self.items_of(list(rows[:number]))

    def _rows(self) -> Any:
        rows = self.model.objects.filter(self.public)
        return rows.select_related(*self.related) if self.related else rows
