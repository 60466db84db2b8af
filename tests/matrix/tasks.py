"""How the matrix runs what a request leaves to the worker."""

from typing import Any

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend

from conglang.tools.media.tasks import read_picture


class AtOnce(ImmediateBackend):
    """Runs tasks as they are queued, but not those for later and the words of pictures."""

    supports_defer = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """What became of the task."""
        if task.run_after is not None or task.func is read_picture.func:
            return DummyBackend(self.alias, {"QUEUES": self.queues}).enqueue(task, args, kwargs)
        return super().enqueue(task, args, kwargs)
