"""What follows from events: a fund that is public is found."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.citizens.payments.events import FundConfirmed
from conglang.citizens.payments.findable import follow


@subscribe(FundConfirmed)
def let_fund_be_found(event: FundConfirmed, now: datetime) -> None:
    """Enter it in the search."""
    follow(event.fund_id, now)
