"""A hundred thousand rows from one: copied by the database itself (SQLite)."""

from collections.abc import Mapping
from typing import Any


def copy_rows(connection: Any, table: str, source: int, number: int, changes: Mapping[str, str]) -> None:
    """Insert `number` copies of a row; `changes` gives columns as SQL over the running number `n` and `t`.

    `source` is the row's rowid; `n` begins at 1.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({table})")
        columns = [row[1] for row in cursor.fetchall()]
        values = ", ".join(changes.get(column, f't."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) WITH RECURSIVE series(n) AS "
            f"(SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {number}) "
            f"SELECT {values} FROM {table} t, series WHERE t.rowid = {source}"
        )
