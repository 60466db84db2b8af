"""What follows from events: the lines of an item begin and end with it."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.distribution.services.follow import follow


@subscribe(ItemPublished)
def begin_lines(event: ItemPublished, now: datetime) -> None:
    """Let the item go where its approved sheet says."""
    follow(label=event.model, object_id=event.object_id, now=now)


@subscribe(ItemWithdrawn)
def end_lines(event: ItemWithdrawn, now: datetime) -> None:
    """Withdrawn once, it is withdrawn everywhere."""
    follow(label=event.model, object_id=event.object_id, now=now)
