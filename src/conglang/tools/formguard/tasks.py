"""Used puzzles are forgotten."""

from datetime import datetime

from conglang.base.ledger.schedule import every
from conglang.tools.formguard.models import SpentWork


@every(seconds=6 * 3600)
def forget_spent_work(now: datetime) -> None:
    """A stamp so old counts for little, so that its work need not be remembered."""
    SpentWork.objects.filter(expires_at__lte=now).delete()
