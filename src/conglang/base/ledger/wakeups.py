"""Processes wake each other: by NOTIFY on PostgreSQL, by watching the file's version on SQLite."""

import logging
import sqlite3
import time
from typing import Any, Protocol

import psycopg
from django.db import connection, connections, transaction

logger = logging.getLogger(__name__)

CHANNEL = "conglang"
LOOK_EVERY_SECONDS = 0.2  # a look at SQLite's version costs some 10 microseconds


class Waker(Protocol):
    """Waits for a commit that others may care about."""

    def wait(self, timeout: float) -> bool:
        """Wait at most so many seconds; True when something was committed."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


def notify() -> None:
    """Wake the waiting processes after the running transaction; SQLite's watchers see its commit anyway."""
    planned: list[Any] = [action for _savepoints, action, *_ in connection.run_on_commit]
    if connection.vendor == "postgresql" and _notify not in planned:
        # not within the transaction, whose commit would wait for all others that notify
        transaction.on_commit(_notify, robust=True)


def _notify() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


def on_task_enqueued(**kwargs: Any) -> None:
    """Receiver of django-tasks' signal."""
    notify()


def waker() -> Waker:
    """The way of waiting that the installation's database has."""
    return PostgresWaker() if connection.vendor == "postgresql" else SqliteWaker()


class SqliteWaker:
    """Looks at `PRAGMA data_version`, which changes with every commit of another connection."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(
            str(connections["default"].settings_dict["NAME"]), isolation_level=None, timeout=5
        )
        self._seen = self._version()

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def wait(self, timeout: float) -> bool:
        """Wait at most so many seconds; True when something was committed since the last call."""
        end = time.monotonic() + timeout
        while (version := self._version()) == self._seen:
            left = end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, LOOK_EVERY_SECONDS))
        self._seen = version
        return True

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class PostgresWaker:
    """Listens on a connection of its own; while the server is away it just sleeps."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None

    def wait(self, timeout: float) -> bool:
        """Wait at most so many seconds; True when something was announced."""
        try:
            if self._connection is None:
                self._connection = self._listen()
                return True  # what was announced before we listened is lost: have a look
            return any(True for _ in self._connection.notifies(timeout=timeout, stop_after=1))
        except psycopg.OperationalError as error:
            logger.warning("cannot listen for wake-ups: %s", error)
            self.close()
            time.sleep(timeout)
            return False

    def _listen(self) -> psycopg.Connection[Any]:
        wrapper = connections["default"]
        params = {
            key: value
            for key, value in wrapper.get_connection_params().items()
            if key not in {"cursor_factory", "context", "prepare_threshold"}
        }
        raw = psycopg.connect(**params, autocommit=True)
        raw.execute(f"LISTEN {CHANNEL}")
        return raw

    def close(self) -> None:
        """Stop listening."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
