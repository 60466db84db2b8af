"""Periodic jobs of the installation, each run by one worker at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from conglang.base.ledger.models import PeriodicJob

logger = logging.getLogger(__name__)

Job = Callable[[datetime], None]
LEASE = timedelta(minutes=15)


@dataclass(frozen=True)
class Periodic:
    """A job and its period."""

    name: str
    seconds: int
    run: Job
    lease: timedelta = LEASE


_jobs: dict[str, Periodic] = {}


def every(*, seconds: int, name: str | None = None, lease: timedelta = LEASE) -> Callable[[Job], Job]:
    """Run `job(now)` every so many seconds, on one worker; called from an app's tasks.py.

    The name defaults to module and function. A job that raises is logged and runs again at its next time.
    A job that may take longer than a quarter of an hour queues a task instead. After its `lease` a job
    counts as dead with its worker; one with a short lease bears to run twice at once.
    """

    def register(job: Job) -> Job:
        key = name or f"{job.__module__}.{job.__qualname__}"
        known = _jobs.get(key)
        if known and (known.run.__module__, known.run.__qualname__) != (job.__module__, job.__qualname__):
            raise ValueError(f"two periodic jobs are called {key}")
        _jobs[key] = Periodic(key, seconds, job, lease)
        return job

    return register


def run_due(*, now: datetime) -> int:
    """Run the jobs whose time has come; returns how many ran here. Safe in any number of workers."""
    rows = {row.name: row for row in PeriodicJob.objects.filter(name__in=_jobs)}
    missing = [PeriodicJob(name=name, due_at=now) for name in _jobs if name not in rows]
    if missing:
        PeriodicJob.objects.bulk_create(missing, ignore_conflicts=True)
        rows |= {row.name: row for row in missing}
    return sum(_run(job, now) for job in _jobs.values() if rows[job.name].due_at <= now and _claim(job, now))


def _claim(job: Periodic, now: datetime) -> bool:
    """Win the job against the other workers: one UPDATE, whose condition only one of them still meets."""
    free = Q(running_until=None) | Q(running_until__lte=now)
    return bool(
        PeriodicJob.objects.filter(free, name=job.name, due_at__lte=now).update(
            due_at=now + timedelta(seconds=job.seconds), running_until=now + job.lease, started_at=now
        )
    )


def _run(job: Periodic, now: datetime) -> bool:
    error = ""
    try:
        job.run(now)
    except Exception as reason:
        logger.exception("periodic job %s failed", job.name)
        error = (
            f"{type(reason).__name__}: {reason}"[:2000].replace("\0", "").encode(errors="replace").decode()
        )
    # only our own run: after a lost lease another worker's is going on
    PeriodicJob.objects.filter(name=job.name, started_at=now).update(
        running_until=None, finished_at=now, last_error=error, failures=F("failures") + 1 if error else 0
    )
    return True
