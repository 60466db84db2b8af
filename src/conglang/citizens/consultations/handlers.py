"""What follows from events: a public consultation is found; its public outcome ends the duty."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.citizens.consultations.findable import LABEL, follow
from conglang.citizens.consultations.models import Outcome
from conglang.citizens.consultations.services.keep_clock import settle
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn


@subscribe(ItemPublished, about=[LABEL])
def show_consultation(event: ItemPublished, now: datetime) -> None:
    """Let visitors find it."""
    follow(event.object_id, now)


@subscribe(ItemWithdrawn, about=[LABEL])
def hide_consultation(event: ItemWithdrawn, now: datetime) -> None:
    """Take it from the search; the desk keeps it."""
    follow(event.object_id, now)


@subscribe(ItemPublished, about=[Outcome._meta.label_lower])
def end_clock(event: ItemPublished, now: datetime) -> None:
    """People have their answer."""
    settle(outcome_id=event.object_id, now=now)
