"""A decision about a day moved dates: the people concerned are told."""

from datetime import datetime

from conglang.base.duties.events import DutiesRedated
from conglang.base.duties.services.tell import tell_moved
from conglang.base.ledger.events import subscribe
from conglang.base.units.scope import everything


@subscribe(DutiesRedated)
def tell_of_moved_dates(event: DutiesRedated, now: datetime) -> None:
    """One notice a person, however many dates moved."""
    with everything("a decision moves dates of people who are not at their desk"):
        tell_moved(unit_id=event.unit_id, duty_ids=event.duty_ids, cause=event.cause, now=now)
