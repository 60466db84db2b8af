"""Personal data go every night when their term is over."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.tools.vault.services.expire import shred_due


@every(seconds=24 * 3600)
def shred_personal_data(now: datetime) -> None:
    """Destroy what is due today."""
    shred_due(now=now)
