"""Django's SQLite, with writers that wait for each other in short steps."""

import sqlite3
import time

from django.db.backends.sqlite3 import base

STEP_SECONDS = 0.002


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever waits for the write lock looks every few milliseconds whether it is free.

    SQLite's own waiting sleeps up to a tenth of a second, so that with several writers the database stands
    idle for a good part of the time. Only the beginning of a transaction waits here: with IMMEDIATE nothing
    later in it finds the lock taken.
    """

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                self._begin(time.monotonic() + patience)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout={round(patience * 1000)}")

    def _begin(self, end: float) -> None:
        begin = f"BEGIN {self.transaction_mode or ''}"  # type: ignore[attr-defined]  # newer than the stubs
        while True:
            try:
                self.connection.execute(begin)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                    raise
            else:
                return
            time.sleep(STEP_SECONDS)
