"""What follows from events: an item that is handed in or published is what somebody was asked to write."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.planning.services.assign import hand_in
from conglang.tools.approval.events import ItemPublished, ItemSubmitted

_ARTICLE = "newsroom.article"


@subscribe(ItemSubmitted, about=[_ARTICLE])
def item_was_handed_in(event: ItemSubmitted, now: datetime) -> None:
    """Its assignment is done."""
    _done(event.object_id, now)


@subscribe(ItemPublished, about=[_ARTICLE])
def item_was_published(event: ItemPublished, now: datetime) -> None:
    """Also on the way on which nobody submits."""
    _done(event.object_id, now)


def _done(article_id: int, now: datetime) -> None:
    with everything("assignments follow their items, whoever handed them in"):
        hand_in(article_id=article_id, now=now)
