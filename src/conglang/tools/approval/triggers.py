"""The database's own guard: no row is public, or changes in public, without its own approval.

Triggers are taken off before every migrate and put back after it: SQLite drops them when Django rebuilds a
table, and refuses to rename a table that a trigger of another one names. Content apps need do nothing.
"""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections

from conglang.base.ledger.guard import columns_of

if TYPE_CHECKING:
    from conglang.tools.approval.publishable import Publishable

PREFIX = "approval_guard_"
REFUSAL = "public only as approved"

_APPROVED = """EXISTS (
    SELECT 1 FROM approval_approval a JOIN django_content_type c ON c.id = a.content_type_id
    WHERE a.id = NEW.approval_id AND a.object_id = NEW.id AND a.unit_id = NEW.unit_id
      AND a.sha256 = NEW.approved_hash AND a.voided_at IS NULL
      AND c.app_label = '{app_label}' AND c.model = '{model}')"""


def publishables() -> list[type["Publishable"]]:
    """Every model with a table that can become public."""
    from conglang.tools.approval.publishable import Publishable  # noqa: PLC0415 - needs the app registry

    return [model for model in apps.get_models() if issubclass(model, Publishable) and not model._meta.proxy]


def before_migrating(using: str, **_kwargs: Any) -> None:
    """Take all guards off."""
    for name, table in _existing(connections[using]):
        _drop(connections[using], name, table)


def after_migrating(using: str, **_kwargs: Any) -> None:
    """Put the guards on every table there is."""
    connection = connections[using]
    before_migrating(using)
    tables = set(connection.introspection.table_names())
    if not {"approval_approval", "approval_decision", "django_content_type"} <= tables:
        return
    _forbid_updates(connection, "approval_decision", ())
    _forbid_updates(connection, "approval_approval", ("voided_at",))
    for model in publishables():
        if model._meta.db_table in tables:
            guard(connection, model)


def guard(connection: Any, model: Any) -> None:
    """Guard the table of one publishable model."""
    table = model._meta.db_table
    present = set(columns_of(connection, table))
    columns = sorted({model._meta.get_field(name).column for name in model.content_fields()} & present)
    approved = _APPROVED.format(app_label=model._meta.app_label, model=model._meta.model_name)
    unapproved = f"NEW.live AND NOT {approved}"
    rewritten = " OR ".join(_differs(connection, column) for column in columns) or "1 = 0"
    same = "NOT " + _differs(connection, "approval_id")
    _create(connection, table, "insert", unapproved)
    _create(
        connection, table, "update", f"({unapproved}) OR (OLD.live AND NEW.live AND {same} AND ({rewritten}))"
    )


def _forbid_updates(connection: Any, table: str, allowed: tuple[str, ...]) -> None:
    columns = [column for column in columns_of(connection, table) if column not in allowed]
    _create(connection, table, "update", " OR ".join(_differs(connection, column) for column in columns))


def _differs(connection: Any, column: str) -> str:
    operator = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    name = connection.ops.quote_name(column)
    return f"(NEW.{name} {operator} OLD.{name})"


def _create(connection: Any, table: str, event: str, refused_when: str) -> None:
    name = f"{PREFIX}{table}_{event}"
    after = f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} FOR EACH ROW"
    if connection.vendor == "sqlite":
        statements = [f"{after} WHEN {refused_when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"]
    else:
        refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'"
        body = f"BEGIN IF {refused_when} THEN {refuse}; END IF; RETURN NULL; END"
        statements = [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"{after} EXECUTE FUNCTION {name}()",
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _existing(connection: Any) -> list[tuple[str, str]]:
    if connection.vendor == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND substr(t.tgname, 1, %s) = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [len(PREFIX), PREFIX])
        return list(cursor.fetchall())


def _drop(connection: Any, name: str, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute(f"DROP FUNCTION {name}()")
