"""Periodic jobs."""

from datetime import datetime, timedelta

from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.tools.approval.services.publish import publish_due as publish_what_is_due


# a short lease: what is due does not wait for a worker that a power cut took, and nothing is published twice
@every(seconds=20, lease=timedelta(seconds=30))
def publish_due(now: datetime) -> None:
    """Publish at the set time, and take down at the set end."""
    with everything("approved items of all units become public at their time"):
        publish_what_is_due(now=now)
