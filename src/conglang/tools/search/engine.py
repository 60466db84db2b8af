"""The only module that knows which database it is: its index, and the one question that it is asked."""

from typing import Any

from django.db import connection, connections

from conglang.tools.search.expressions import Expression, for_fts5, for_tsquery

TABLE = "search_searchentry"
LARGEST_KEY = 2**63 - 1
PAGES_AT_ONCE = 500

# detail=none: no positions, because neighbours have tokens of their own; no content, it is in the table
_FTS5 = """CREATE VIRTUAL TABLE IF NOT EXISTS search_index
    USING fts5(tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_.-'")"""
_DELETE = "INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
_INSERT = "INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens);"
_TRIGGERS = {
    "search_index_insert": f"AFTER INSERT ON {TABLE} BEGIN {_INSERT} END",
    "search_index_update": f"AFTER UPDATE OF id, tokens ON {TABLE} BEGIN {_DELETE} {_INSERT} END",
    "search_index_delete": f"AFTER DELETE ON {TABLE} BEGIN {_DELETE} END",
}
_COLUMN = f"""ALTER TABLE {TABLE} ADD COLUMN found_by tsvector NOT NULL
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED"""
# fastupdate would let a search pay for the writes before it
_GIN = f"CREATE INDEX search_index ON {TABLE} USING gin (found_by) WITH (fastupdate = off)"


def create(apps: Any, schema_editor: Any) -> None:
    """Forward step of the migration."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_FTS5)
        _put_triggers(schema_editor.connection)
    else:
        schema_editor.execute(_COLUMN)
        schema_editor.execute(_GIN)


def remove(apps: Any, schema_editor: Any) -> None:
    """Backward step of the migration."""
    if schema_editor.connection.vendor == "sqlite":
        for name in _TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute("DROP TABLE search_index")
    else:
        schema_editor.execute("DROP INDEX search_index")
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN found_by")


def after_migrating(using: str, **_kwargs: Any) -> None:
    """Put SQLite's triggers back where a migration lost them."""
    one = connections[using]
    if one.vendor == "sqlite" and {TABLE, "search_index"} <= set(one.introspection.table_names()):
        _put_triggers(one)


def newest(
    expression: Expression, *, limit: int, oldest_key: int = 0, newest_key: int = LARGEST_KEY
) -> list[int]:
    """Keys of entries that have these tokens, newest first, of all units: read the rows through the scope."""
    if connection.vendor == "sqlite":
        sql = (
            "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid BETWEEN %s AND %s "
            "ORDER BY rowid DESC LIMIT %s"
        )
        asked = for_fts5(expression)
    else:
        sql = (
            f"SELECT id FROM {TABLE} WHERE found_by @@ %s::tsquery AND id BETWEEN %s AND %s "  # noqa: S608
            "ORDER BY id DESC LIMIT %s"
        )
        asked = for_tsquery(expression)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, oldest_key, newest_key, limit])
        return [key for (key,) in cursor.fetchall()]


def tidy(*, most_pages: int = 20_000) -> None:
    """Merge the pieces that SQLite's index grows into; many short writes, so that nobody waits for long."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pages in (-PAGES_AT_ONCE, *[PAGES_AT_ONCE] * (most_pages // PAGES_AT_ONCE)):
            before = _changes(cursor)
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES ('merge', %s)", [pages])
            if _changes(cursor) - before < 2:  # as SQLite documents the end of merging
                return


def _changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _put_triggers(one: Any) -> None:
    with one.cursor() as cursor:
        for name, body in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
