"""How an audit row is spelled and hashed; the sealer and the verifier read rows through the same lines."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from conglang.base.ledger.models import AuditEntry

TABLE = AuditEntry._meta.db_table
# `sequence` comes first and `id` second; the two hashes follow the content
_CONTENT = (
    "sequence, id, {uid}, {at}, verb, unit_id, actor_id, actor_name, actor_unit_id, on_behalf_of, "
    "object_label, object_pk, {object_uid}, object_title, details"
)
_SPELLING = {
    # no declared type on an expression: Python's driver hands out the text as it is stored
    "sqlite": {
        "uid": "uid",
        "object_uid": "object_uid",
        "at": "CASE WHEN length(at) = 19 THEN at || '.000000' ELSE CAST(at AS TEXT) END",
    },
    "postgresql": {
        "uid": "replace(uid::text, '-', '')",
        "object_uid": "replace(object_uid::text, '-', '')",
        "at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    },
}
_HASHES = 2
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode

Row = tuple[Any, ...]


def row_hash(previous_hash: str, content: Row) -> str:
    """Hash of a row's content on top of the hash before it.

    Raises TypeError or ValueError for content that no row of ours can hold, as a blob in a column of text.
    """
    return hashlib.sha256(f"{previous_hash}\n{_encode(content)}".encode()).hexdigest()


def content_of(row: Row) -> Row:
    """The part of a row that is hashed."""
    return row[:-_HASHES]


def select(connection: BaseDatabaseWrapper, rest: str) -> str:
    """SQL that reads content and hashes; `rest` goes on after FROM."""
    columns = _CONTENT.format(**_SPELLING[connection.vendor])
    return f"SELECT {columns}, previous_hash, hash FROM {TABLE} {rest}"  # noqa: S608 - constants only


def rows_of(cursor: Any, sql: str, params: list[Any] | None = None) -> list[Row]:
    """What a query of `select` returns."""
    cursor.execute(sql, params or [])
    rows: list[Row] = cursor.fetchall()
    return rows


def sealed_rows(connection: BaseDatabaseWrapper, chunk: int = 5000) -> Iterator[Row]:
    """All rows that claim a place in the chain, in its order."""
    place: Any = None
    while True:
        after = "sequence IS NOT NULL" if place is None else "sequence > %s"
        sql = select(connection, f"WHERE {after} ORDER BY sequence, id LIMIT {chunk}")
        rows = _fetch(connection, sql, [] if place is None else [place])
        yield from rows
        if len(rows) < chunk:
            return
        place = rows[-1][0]


def _fetch(connection: BaseDatabaseWrapper, sql: str, params: list[Any]) -> list[Row]:
    try:
        with connection.cursor() as cursor:
            return rows_of(cursor, sql, params)
    except OperationalError as error:
        if connection.vendor != "sqlite" or "decode" not in str(error):
            raise
    # someone put bytes that are no text into a column of text: the row must be found, not break the search
    strict = connection.connection.text_factory
    connection.connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        with connection.cursor() as cursor:
            return rows_of(cursor, sql, params)
    finally:
        connection.connection.text_factory = strict
