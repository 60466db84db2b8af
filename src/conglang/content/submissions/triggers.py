"""The database's own guard of originals: rows that are neither changed nor deleted.

A later migration that rebuilds the table on SQLite loses the trigger and must call `install`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, NAME = "submissions_original", "submissions_original_stays"
REFUSAL = "originals are never changed or deleted"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put up the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$guard$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END $guard$"
            )
            cursor.execute(
                f"CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
                f"EXECUTE FUNCTION {NAME}()"
            )
            return
        for event in ("UPDATE", "DELETE"):
            cursor.execute(
                f"CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {NAME} ON {TABLE}")
            cursor.execute(f"DROP FUNCTION {NAME}()")
            return
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER {NAME}_{event}")
