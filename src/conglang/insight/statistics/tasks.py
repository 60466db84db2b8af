"""Periodic jobs."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from conglang.base.ledger.schedule import every
from conglang.insight.statistics.services.forget import forget as forget_old
from conglang.insight.statistics.services.read_log import read_log


@every(seconds=60)
def read_logs(now: datetime) -> None:
    """Take in what the front and nginx have written; logs that were rotated first, before the running one."""
    folder = Path(settings.VISITS_ROOT)
    logs = [path for path in folder.glob("*.log*") if path.suffix != ".gz"]
    for path in sorted(logs, key=lambda path: path.stat().st_mtime):
        read_log(path=path, now=now)


@every(seconds=6 * 3600)
def forget(now: datetime) -> None:
    """Remove what is no longer kept."""
    forget_old(folder=Path(settings.VISITS_ROOT), now=now)
