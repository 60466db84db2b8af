"""Sees each statement: a write to a declared table takes effect on the stored pages at its commit.

The triggers note what changed, whoever writes. This makes our own transactions deal with the notes at once.
For a write outside a transaction, one by another program, or a process that dies after its commit, the worker
does, within a second.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from conglang.tools.pagestore.dependencies import reads, tables, writes
from conglang.tools.pagestore.services.freshen import freshen

Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]


def watch_connection(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Receiver of Django's signal for a new connection."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def ignore(connection: BaseDatabaseWrapper) -> None:
    """Watch the connection no more."""
    if watch in connection.execute_wrappers:
        connection.execute_wrappers.remove(watch)


def watch(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
    """Run the statement; after a write, have the pages follow at the commit."""
    result = execute(sql, params, many, context)
    connection = context["connection"]
    if connection.in_atomic_block and writes(str(sql)):
        _freshen_at_commit(connection)
    return result


def _freshen_at_commit(connection: BaseDatabaseWrapper) -> None:
    here = set(connection.savepoint_ids)
    planned: list[Any] = list(connection.run_on_commit)
    # one that lives at least as long as this savepoint is enough
    if any(action is freshen and savepoints <= here for savepoints, action, *_ in planned):
        return
    connection.run_on_commit = [plan for plan in planned if plan[1] is not freshen or not here <= plan[0]]
    transaction.on_commit(freshen, using=connection.alias, robust=True)


class Reading:
    """Notes the tables that are read while a page is rendered."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
        """Run the statement."""
        self.tables |= reads(str(sql))
        return execute(sql, params, many, context)

    @property
    def undeclared(self) -> set[str]:
        """Tables that were read although nothing tells when they change."""
        return self.tables - tables()
