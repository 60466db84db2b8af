"""The queue of django-tasks-db, worked off by our own worker process."""

import logging
import os
from datetime import datetime

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from conglang.base.ledger.queues import USUAL

logger = logging.getLogger(__name__)

MOST_STARTS = 3  # of a task whose process died while it ran


class WorkerDied(Exception):
    """The process ended while it ran the task, each time it tried."""


class TaskQueue:
    """Runs the tasks of one queue one after the other; `place` is host and process, as in `may1:4711`."""

    def __init__(self, place: str, name: str = USUAL) -> None:
        self.place = place
        self.name = name
        self.id = f"{place}:{get_random_string(8)}"
        self._recovered = False
        for chatty in ("django_tasks", "django_tasks_db"):  # they tell of every single task
            logging.getLogger(chatty).setLevel(logging.WARNING)

    def run_one(self, now: datetime) -> int:
        """Run the next task, if there is one; returns how many ran."""
        if not self._recovered:
            self.recover()
            self._recovered = True
        # looked up before the worker's exclusive transaction, which on SQLite stops every writer
        if not DBTaskResult.objects.ready().filter(queue_name=self.name).exists():
            return 0
        worker = Worker(
            queue_names=[self.name],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=self.id,
            excluded_queue_names=[],
        )
        worker.run()
        return int(worker._run_tasks)

    def recover(self) -> int:
        """Queue again what processes of this host were running when they died; returns how many tasks.

        A task that outlived three processes counts as failed: it may be what kills them.
        """
        running = DBTaskResult.objects.running().filter(queue_name=self.name)
        lost = [task for task in running if self._is_lost(task.worker_ids)]
        for task in lost:
            logger.warning("task %s was left unfinished by a process that died", task.task_path)
            if len(task.worker_ids) >= MOST_STARTS:
                task.set_failed(WorkerDied(f"{len(task.worker_ids)} times"))
            else:
                DBTaskResult.objects.filter(pk=task.pk).update(status="READY", started_at=None)
        return len(lost)

    def _is_lost(self, worker_ids: list[str]) -> bool:
        host, _, rest = (worker_ids or [""])[-1].partition(":")
        number = rest.partition(":")[0]
        if host != self.place.partition(":")[0] or not number.isdecimal():
            return False
        # in a container every life has the same number: our own is not running the task yet
        return int(number) == os.getpid() or not _runs(int(number))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
