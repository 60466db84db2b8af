"""How the matrix runs what a request leaves to the worker."""

from typing import Any

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend

from conglang.base.ledger.queues import SLOW
from conglang.tools.media.tasks import read_picture


class AtOnce(ImmediateBackend):
    """Runs tasks as they are queued, but not those for later and the words of pictures."""

    supports_defer = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """What became of the task."""
        if task.run_after is not None or self.leaves(task):
            return DummyBackend(self.alias, {"QUEUES": self.queues}).enqueue(task, args, kwargs)
        return super().enqueue(task, args, kwargs)

    def leaves(self, task: Any) -> bool:
        """Whether nothing of the world depends on it."""
        return task.func is read_picture.func


class Usual(AtOnce):
    """For the walks: what reads files for seconds tells nobody anything, and everybody would wait for it."""

    def leaves(self, task: Any) -> bool:
        """Whether it has no part in what people get to see."""
        return task.queue_name == SLOW
