"""The ledger's own periodic work."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from conglang.base.ledger import outbox
from conglang.base.ledger.schedule import every

DAY = 24 * 3600
TASK_RESULTS_KEPT_FOR = timedelta(days=30)


@every(seconds=DAY, name="ledger.prune")
def prune(now: datetime) -> None:
    """Remove what was delivered and done a month ago; failed tasks and dead letters stay to be seen."""
    outbox.prune(now=now)
    DBTaskResult.objects.successful().filter(finished_at__lt=now - TASK_RESULTS_KEPT_FOR).delete()
