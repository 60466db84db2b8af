"""The one sealer: gives new audit rows their place in the chain, about a second after their commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from conglang.base.ledger import chain, heads
from conglang.base.ledger.heads import Head
from conglang.base.ledger.models import AuditEntry, SealHead

BATCH = 500  # rows a transaction, so that writers on SQLite never wait long


def seal(*, now: datetime) -> int:
    """Seal every row that is not sealed yet; returns how many. Safe in any number of processes."""
    total = 0
    # looked up before the transaction, because on SQLite every transaction takes the write lock
    while AuditEntry.objects.filter(sequence=None).exists():
        with _durable():
            total += _seal_batch(now)
    return total


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    SealHead.objects.get_or_create(pk=1)
    head = SealHead.objects.select_for_update().get(pk=1)  # other sealers wait here
    rows = _unsealed()
    count, digest = head.count, head.hash
    updates = []
    for row in rows:
        count, previous = count + 1, digest
        # Its own numbers, not the ids: a row with a smaller id may commit later than one with a larger.
        digest = chain.row_hash(previous, (count, *chain.content_of(row)[1:]))
        updates.append((count, previous, digest, row[1]))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {chain.TABLE} SET sequence = %s, previous_hash = %s, hash = %s WHERE id = %s",  # noqa: S608
            updates,
        )
    head.count, head.hash, head.sealed_at = count, digest, now
    head.save()
    if updates:
        # after the commit: a head of rows that were rolled back would be a false alarm for ever
        transaction.on_commit(lambda: heads.keep(Head(count, digest), now=now))
    return len(updates)


def _unsealed() -> list[chain.Row]:
    with connection.cursor() as cursor:
        return chain.rows_of(
            cursor, chain.select(connection, f"WHERE sequence IS NULL ORDER BY id LIMIT {BATCH}")
        )


@contextmanager
def _durable() -> Iterator[None]:
    """Commits inside survive a power cut, so that the file of heads never knows more than the database."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
