"""A hundred thousand rows from one: copied by the database itself."""

from collections.abc import Mapping
from typing import Any


def copy_rows(connection: Any, table: str, source: int, number: int, changes: Mapping[str, str]) -> None:
    """Insert `number` copies of a row; `changes` gives columns as SQL over the running number `n` and `t`.

    `source` is the row's key; `n` begins at 1.
    """
    with connection.cursor() as cursor:
        columns = [row.name for row in connection.introspection.get_table_description(cursor, table)]
        key = connection.introspection.get_primary_key_column(cursor, table)
        values = ", ".join(changes.get(column, f't."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) WITH RECURSIVE series(n) AS "
            f"(SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {number}) "
            f"SELECT {values} FROM {table} t, series WHERE t.{key} = {source}"
        )
