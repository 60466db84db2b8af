"""How the matrix runs what a request leaves to the worker."""

from typing import Any

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend


class AtOnce(ImmediateBackend):
    """Runs tasks as they are queued, except those for later: nobody here waits for them."""

    supports_defer = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """What became of the task."""
        if task.run_after is not None:
            return DummyBackend(self.alias, {}).enqueue(task, args, kwargs)
        return super().enqueue(task, args, kwargs)
