"""Let go of what is no longer needed."""

from datetime import datetime, timedelta
from pathlib import Path

from conglang.base.units.scope import everything
from conglang.insight.statistics.models import LogPosition, PageDay
from conglang.insight.statistics.rules import KEEP_PAGES
from conglang.kernel.clock import local_day

KEEP_LOGS = timedelta(days=3)
KEEP_POSITIONS = timedelta(days=120)  # longer than anybody keeps a log


def forget(*, folder: Path, now: datetime) -> int:
    """Remove figures of single pages, and read logs of the front, after their time; returns the rows."""
    with everything("figures of pages are kept for a time"):
        removed, _by_model = PageDay.objects.filter(day__lt=local_day(now) - KEEP_PAGES).delete()
    LogPosition.objects.filter(read_at__lt=now - KEEP_POSITIONS).delete()
    for path in folder.glob("*.log"):
        if path.stem.isdigit() and path.stat().st_mtime < (now - KEEP_LOGS).timestamp():
            path.unlink(missing_ok=True)
    return int(removed)
