"""Periodic jobs of the installation, each run by one worker at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Job = Callable[[datetime], None]


@dataclass(frozen=True)
class Periodic:
    """A job and its period."""

    name: str
    seconds: int
    run: Job


_jobs: dict[str, Periodic] = {}


def every(*, seconds: int, name: str | None = None) -> Callable[[Job], Job]:
    """Run `job(now)` every so many seconds, on one worker; called from an app's tasks.py.

    The name defaults to module and function. A job that raises is logged and runs again at its next time.
    """

    def register(job: Job) -> Job:
        key = name or f"{job.__module__}.{job.__qualname__}"
        known = _jobs.get(key)
        if known and known.run.__qualname__ != job.__qualname__:
            raise ValueError(f"two periodic jobs are called {key}")
        _jobs[key] = Periodic(key, seconds, job)
        return job

    return register
