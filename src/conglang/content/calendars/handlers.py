"""What follows from events: public entries can be found."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.content.calendars import findable
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn


@subscribe(ItemPublished, about=[findable.LABEL])
def let_entry_be_found(event: ItemPublished, now: datetime) -> None:
    """Enter the public version in the search."""
    findable.follow(event.object_id, now)


@subscribe(ItemWithdrawn, about=[findable.LABEL])
def let_entry_be_found_no_longer(event: ItemWithdrawn, now: datetime) -> None:
    """Take a withdrawn entry out of the search."""
    findable.follow(event.object_id, now)
