"""Every change of a declared table leaves a note in its own transaction, by whatever way it is made.

Signals would miss bulk updates, raw SQL and the code of tomorrow. As with the approval's guard, the triggers
are taken off before every migrate and put back after it, because SQLite drops and trips over them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connections

from conglang.base.ledger.guard import columns_of
from conglang.base.units.models import Unit
from conglang.tools.pagestore.dependencies import Dependency, dependencies
from conglang.tools.pagestore.models import Touch
from conglang.tools.pagestore.watching import ignore, watch_connection

PREFIX = "pagestore_touch_"


@dataclass(frozen=True)
class Trigger:
    """A trigger under a name that tells when it is out of date."""

    table: str
    event: str
    when: str
    notes: str

    @property
    def name(self) -> str:
        """Its name, made from what it does."""
        text = f"{self.table} {self.event} {self.when} {self.notes}"
        return PREFIX + sha256(text.encode()).hexdigest()[:16]


def before_migrating(using: str, **_kwargs: Any) -> None:
    """Take all triggers off, and look away: migrations write before there is a place for notes."""
    ignore(connections[using])
    for name, table in _existing(connections[using]).items():
        _drop(connections[using], name, table)


def after_migrating(using: str, **_kwargs: Any) -> None:
    """Have exactly the triggers that the declared tables want."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if Touch._meta.db_table not in tables:
        return
    watch_connection(connection)
    present = _existing(connection)
    wanted = {
        trigger.name: trigger
        for dependency in dependencies()
        if dependency.table in tables
        for trigger in _triggers(connection, dependency)
    }
    for name in present.keys() - wanted.keys():
        _drop(connection, name, present[name])
    for name in wanted.keys() - present.keys():
        _create(connection, wanted[name])


def _triggers(connection: Any, of: Dependency) -> Iterator[Trigger]:
    present = set(columns_of(connection, of.table))  # in the middle of migrating some are still to come
    if not set(of.units) <= present:
        return
    columns = [column for column in of.columns if column in present]
    quote = connection.ops.quote_name
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{quote(name)} {differs} OLD.{quote(name)}" for name in columns)
    shown = {row: f"{row}.{quote(of.live)}" if of.live else "1 = 1" for row in ("NEW", "OLD")}
    if of.new_rows_show:
        yield Trigger(of.table, "INSERT", shown["NEW"], _notes(of, "NEW"))
    seen = f"({shown['NEW']} OR {shown['OLD']}) AND ({changed})"
    yield Trigger(of.table, "UPDATE", seen, _notes(of, "NEW", "OLD"))
    yield Trigger(of.table, "DELETE", shown["OLD"], _notes(of, "OLD"))


def _notes(of: Dependency, *rows: str) -> str:
    """The statement that notes the units, and the hosts that the row had before."""
    host = f"OLD.{of.host}" if of.host and "OLD" in rows else "''"
    selects = " UNION ".join(f"SELECT {row}.{unit}, {host}" for row in rows for unit in of.units)
    if not of.units:  # every site shows rows of the unit at its top
        selects = f"SELECT id, {host} FROM {Unit._meta.db_table} WHERE parent_id IS NULL"  # noqa: S608
    return f"INSERT INTO {Touch._meta.db_table} (touched_unit, host) {selects}"


def _create(connection: Any, trigger: Trigger) -> None:
    head = f"CREATE TRIGGER {trigger.name} AFTER {trigger.event} ON {trigger.table} FOR EACH ROW"
    if connection.vendor == "sqlite":
        statements = [f"{head} WHEN {trigger.when} BEGIN {trigger.notes}; END"]
    else:
        body = f"BEGIN IF {trigger.when} THEN {trigger.notes}; END IF; RETURN NULL; END"
        statements = [
            f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"{head} EXECUTE FUNCTION {trigger.name}()",
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _existing(connection: Any) -> dict[str, str]:
    """Our triggers with their tables."""
    if connection.vendor == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND substr(t.tgname, 1, %s) = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [len(PREFIX), PREFIX])
        return dict(cursor.fetchall())


def _drop(connection: Any, name: str, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute(f"DROP FUNCTION {name}()")
