"""Processes wake each other: by NOTIFY on PostgreSQL, by watching the file's version on SQLite."""

from typing import Any

from django.db import connection

CHANNEL = "conglang"


def notify() -> None:
    """Wake the waiting processes when the running transaction commits; SQLite's watchers see that anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


def on_task_enqueued(**kwargs: Any) -> None:
    """Receiver of django-tasks' signal."""
    notify()
