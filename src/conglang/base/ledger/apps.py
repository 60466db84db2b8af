from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    """Audit trail, outbox, schedule, and how processes wake each other."""

    name = "conglang.base.ledger"
    label = "ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        """Load every app's handlers and tasks, so that publishing knows who listens."""
        from django_tasks.signals import task_enqueued  # noqa: PLC0415 - needs the app registry

        from conglang.base.ledger import wakeups  # noqa: PLC0415 - needs the app registry

        # a queued task should start now, not at the worker's next look
        task_enqueued.connect(wakeups.on_task_enqueued, dispatch_uid="ledger.wake_worker")
        autodiscover_modules("handlers", "tasks")
