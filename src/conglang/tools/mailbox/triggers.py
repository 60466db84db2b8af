"""The database's own guard of letters: what came in is neither changed nor deleted, only decided about.

A later migration that rebuilds the table on SQLite loses the triggers and must call `install`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, NAME = "mailbox_letter", "mailbox_letter_stays"
REFUSAL = "letters are never changed or deleted"
KEPT = (
    "unit_id, uid, code, account_id, identity, original, original_sha256, size_bytes, received_at, sent_at, "
    "sender_name, sender_address, subject, text, message_id, is_automatic, reasons, flaws"
)
EVENTS = {"update": f"UPDATE OF {KEPT}", "delete": "DELETE"}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put up the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$guard$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END $guard$"
            )
        for name, event in EVENTS.items():
            does = (
                f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
                if connection.vendor == "postgresql"
                else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {NAME}_{name} BEFORE {event} ON {TABLE} {does}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down."""
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for name in EVENTS:
            cursor.execute(f"DROP TRIGGER {NAME}_{name}{f' ON {TABLE}' if is_postgres else ''}")
        if is_postgres:
            cursor.execute(f"DROP FUNCTION {NAME}()")
