"""Triggers that refuse to change or delete audit rows: the wall before the chain, which tells of a breach."""

from django.db.backends.base.base import BaseDatabaseWrapper

from conglang.base.ledger.chain import TABLE

_SEAL = ("sequence", "previous_hash", "hash")

# TRUNCATE and the replacing forms of INSERT and UPDATE go around row triggers for DELETE
_SQLITE = {
    "ledger_audit_no_delete": "BEFORE DELETE ON {table}",
    "ledger_audit_no_update": "BEFORE UPDATE OF {content} ON {table}",
    "ledger_audit_sealed_once": (
        "BEFORE UPDATE OF sequence, previous_hash, hash ON {table} WHEN OLD.sequence IS NOT NULL "
        "OR EXISTS (SELECT 1 FROM {table} WHERE sequence = NEW.sequence)"
    ),
    "ledger_audit_no_replace": (
        "BEFORE INSERT ON {table} WHEN NEW.sequence IS NOT NULL "
        "OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR uid = NEW.uid)"
    ),
}
_POSTGRES = {
    "ledger_audit_no_change": "BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW",
    "ledger_audit_no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.sequence IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL
        AND to_jsonb(OLD) - '{sequence,previous_hash,hash}'::text[]
          = to_jsonb(NEW) - '{sequence,previous_hash,hash}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entries are never changed or deleted';
END
$guard$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put up the triggers. A migration that rebuilds the table on SQLite loses them and must call this."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
            for name, when in _POSTGRES.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} {when.format(table=TABLE)} EXECUTE FUNCTION ledger_audit_guard()"
                )
            return
        content = ", ".join(column for column in columns_of(connection, TABLE) if column not in _SEAL)
        for name, when in _SQLITE.items():
            cursor.execute(
                f"CREATE TRIGGER {name} {when.format(table=TABLE, content=content)} "
                "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or deleted'); END"
            )


def columns_of(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """The columns that a table has now. On SQLite Django's own description parses its whole definition."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
        return [column[0] for column in cursor.description]


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down."""
    with connection.cursor() as cursor:
        for name in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def stands(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger is up."""
    if connection.vendor == "sqlite":
        wanted, sql = set(_SQLITE), "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        wanted, sql = (
            set(_POSTGRES),
            ("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"),
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [TABLE])
        return wanted <= {name for (name,) in cursor.fetchall()}
