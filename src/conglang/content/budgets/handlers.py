"""What follows from events: files of public items are public, duties end, dates are taken over."""

from datetime import datetime

from conglang.base.duties.events import DutiesRedated, DutyClosed, DutyMoved, DutyStarted
from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything
from conglang.content.budgets import findable
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.services.follow import follow_duties, settle_for, take_over
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.media.services.expose import expose


@subscribe(ItemPublished, about=[findable.LABEL])
def show_item(event: ItemPublished, now: datetime) -> None:
    """Let visitors fetch and find it, enter it in the catalogue, and end the duty that it fulfils."""
    _follow(event.object_id, now)
    settle_for(item_id=event.object_id, now=now)


@subscribe(ItemWithdrawn, about=[findable.LABEL])
def hide_item(event: ItemWithdrawn, now: datetime) -> None:
    """Take its files from visitors and it from the search."""
    _follow(event.object_id, now)


@subscribe(DutyStarted, about=[""])  # duties of a period have no subject
def take_over_duty(event: DutyStarted, now: datetime) -> None:
    """The catalogue has started the clock of a period."""
    take_over(duty_id=event.duty_id, now=now)


@subscribe(DutyMoved)
def take_new_date(event: DutyMoved, now: datetime) -> None:
    """Somebody extended or paused the duty."""
    follow_duties(duty_ids=[event.duty_id], now=now)


@subscribe(DutyClosed)
def take_end(event: DutyClosed, now: datetime) -> None:
    """Somebody said that it is no duty after all."""
    follow_duties(duty_ids=[event.duty_id], now=now)


@subscribe(DutiesRedated)
def take_new_dates(event: DutiesRedated, now: datetime) -> None:
    """A decision about a day moved due dates."""
    follow_duties(duty_ids=event.duty_ids, now=now)


def _follow(pk: int, now: datetime) -> None:
    """The row decides, not the event: events arrive late and more than once."""
    with everything("files follow what is public, whoever made it so"):
        row = BudgetItem.objects.select_related("signed_file", "sheet_file").filter(pk=pk).first()
        if row is not None:
            expose(owner=row, images=(), documents=row.documents if row.live else ())
    findable.follow(pk, now)
