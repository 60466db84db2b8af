import hashlib
import json
import threading
import time

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conglang.base.ledger import chain, guard, heads
from conglang.base.ledger.models import AuditEntry, SealHead
from conglang.base.ledger.sealer import seal
from conglang.base.ledger.tests.trail import NOW, entries, sealed_trail
from conglang.base.ledger.verify import verify

COLUMNS = [field.column for field in AuditEntry._meta.concrete_fields]
TEXTS = {
    "verb",
    "actor_name",
    "object_label",
    "object_pk",
    "object_title",
    "details",
    "previous_hash",
    "hash",
}
ROWS = 9


def run(sql: str, params: list | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or [])


@pytest.fixture(autouse=True)
def sealing_tells_the_file(monkeypatch):
    # a test's transaction never commits, so what waits for the commit is done at once
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())


@pytest.mark.postgres
@pytest.mark.django_db
class TestIntactTrails:
    def test_a_trail_sealed_in_several_goes_is_intact(self):
        sealed_trail(ROWS)
        result = verify()
        assert result.intact
        assert (result.sealed, result.unsealed) == (ROWS, 0)
        assert [head.count for head in heads.kept()] == [4, 8, 9]

    def test_an_empty_trail_is_intact(self):
        assert verify().intact
        assert seal(now=NOW) == 0

    def test_rows_that_wait_for_their_seal_are_named_not_blamed(self):
        sealed_trail(2)
        waiting = entries(3)
        result = verify()
        assert result.intact
        assert (result.sealed, result.unsealed, result.first_unsealed_id) == (2, 3, waiting[0].pk)

    def test_a_row_that_commits_late_with_a_small_id_gets_the_next_place(self):
        early = entries(1)[0]
        run("UPDATE ledger_auditentry SET id = id + 1000")
        seal(now=NOW)
        late = entries(1)[0]
        run("UPDATE ledger_auditentry SET id = %s WHERE id = %s", [early.pk, late.pk])
        assert seal(now=NOW) == 1
        assert list(AuditEntry.objects.order_by("sequence").values_list("id", "sequence")) == [
            (early.pk + 1000, 1),
            (early.pk, 2),
        ]
        assert verify().intact

    def test_the_hash_can_be_reckoned_by_anyone_from_the_documented_spelling(self):
        entry = sealed_trail(1)[0]
        entry.refresh_from_db()
        content = [1, entry.pk, entry.uid.hex, "2026-11-22 01:30:00.000000", "test.done", 3, 7]
        content += ["Nguyễn Thị Hoà", 3, None, "", "", None, "", '{"step":0}']
        text = "\n" + json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        assert entry.hash == hashlib.sha256(text.encode()).hexdigest()

    def test_an_unreadable_line_in_the_file_of_heads_is_passed_over(self):
        sealed_trail(2)
        with heads.heads_file().open("a", encoding="utf-8") as file:
            file.write("17 ab")
        assert verify().intact


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_sealers_and_writers_at_once_make_one_chain():
    if connection.vendor != "postgresql":
        pytest.skip("in memory; test_two_processes.py does the same on a file of SQLite")
    errors = []

    def write_and_seal() -> None:
        try:
            for _ in range(8):
                with transaction.atomic():
                    entries(2)
                    time.sleep(0.005)  # others, with larger ids, commit first
                    entries(1)
                seal(now=NOW)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write_and_seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not errors
    result = verify()
    assert result.intact
    assert (result.sealed, result.unsealed) == (96, 0)


def change_column(row: int, column: str) -> None:
    if column in TEXTS:
        value = f"{column} || 'x'" if column != "details" else "'{}'"
    elif column == "at":
        value = "'2020-01-01 00:00:00+00'" if connection.vendor == "postgresql" else "'2020-01-01 00:00:00'"
    elif column in {"uid", "object_uid"}:
        value = "'0123456789abcdef0123456789abcdef'"
    else:
        value = f"COALESCE({column}, 0) + 100"
    table = "ledger_auditentry"
    if column in {"hash", "previous_hash"}:  # the column is full already
        value = "'" + "0" * 64 + "'"
    run(f"UPDATE {table} SET {column} = {value} WHERE sequence = %s", [row])


def delete_row(row: int) -> None:
    run("DELETE FROM ledger_auditentry WHERE sequence = %s", [row])


def cut_tail(row: int) -> None:
    """Remove the end and make the head in the database fit."""
    run("DELETE FROM ledger_auditentry WHERE sequence >= %s", [row])
    last = AuditEntry.objects.order_by("-sequence").first()
    SealHead.objects.update(count=last.sequence if last else 0, hash=last.hash if last else "")


def unseal(row: int) -> None:
    run(
        "UPDATE ledger_auditentry SET sequence = NULL, hash = '', previous_hash = '' WHERE sequence = %s",
        [row],
    )


def insert_after_the_end(row: int) -> None:
    """A forged row with a hash that fits."""
    last = AuditEntry.objects.get(sequence=ROWS)
    entries(1, forged=row)
    with connection.cursor() as cursor:
        cursor.execute(chain.select(connection, "WHERE sequence IS NULL"))
        (content,) = cursor.fetchall()
    digest = chain.row_hash(last.hash, (ROWS + 1, *chain.content_of(content)[1:]))
    AuditEntry.objects.filter(sequence=None).update(sequence=ROWS + 1, previous_hash=last.hash, hash=digest)


def insert_between(row: int) -> None:
    """Push the rows behind up by one and slip one in."""
    run("UPDATE ledger_auditentry SET sequence = -sequence - 1 WHERE sequence > %s", [row])
    run("UPDATE ledger_auditentry SET sequence = -sequence WHERE sequence < 0")
    entries(1)
    AuditEntry.objects.filter(sequence=None).update(sequence=row + 1, previous_hash="0" * 64, hash="1" * 64)


def rehash_one(row: int) -> None:
    """Change a row and make its own hash fit again."""
    AuditEntry.objects.filter(sequence=row).update(actor_name="Người khác")
    content = list(chain.sealed_rows(connection))[row - 1]
    digest = chain.row_hash(content[-2], chain.content_of(content))
    AuditEntry.objects.filter(sequence=row).update(hash=digest)


def rewrite_history(row: int) -> None:
    """Change a row and make every later hash, and the head in the database, fit again."""
    AuditEntry.objects.filter(sequence=row).update(actor_name="Người khác")
    previous = AuditEntry.objects.filter(sequence=row - 1).values_list("hash", flat=True).first() or ""
    for content in list(chain.sealed_rows(connection))[row - 1 :]:
        digest = chain.row_hash(previous, chain.content_of(content))
        AuditEntry.objects.filter(sequence=content[0]).update(previous_hash=previous, hash=digest)
        previous = digest
    SealHead.objects.update(hash=previous)


MUTATIONS = st.one_of(
    st.tuples(st.just(change_column), st.integers(1, ROWS), st.sampled_from(COLUMNS)),
    st.tuples(
        st.sampled_from(
            [delete_row, cut_tail, unseal, insert_after_the_end, insert_between, rehash_one, rewrite_history]
        ),
        st.integers(1, ROWS),
    ),
)


def drop_the_check() -> None:
    """What a forger with all rights on the database would do first."""
    if connection.vendor == "postgresql":
        run("ALTER TABLE ledger_auditentry DROP CONSTRAINT IF EXISTS ledger_audit_sealed_whole")
    else:
        run("PRAGMA ignore_check_constraints = ON")


@pytest.fixture(scope="module", autouse=True)
def checks_are_back(django_db_blocker):
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            run("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.postgres
@pytest.mark.usefixtures("data_folder", "sealing_tells_the_file")
class TestForgedTrails(TestCase):
    def setUp(self):
        heads.heads_file().unlink(missing_ok=True)

    @settings(max_examples=100)
    @given(MUTATIONS)
    def test_every_single_forgery_is_found_and_the_first_bad_row_named(self, mutation):
        forge, row, *column = mutation
        heads.heads_file().unlink(missing_ok=True)
        sealed_trail(ROWS)
        drop_the_check()
        forge(row, *column)
        result = verify()
        assert not result.intact
        first = result.problems[0]
        if forge is change_column and column != ["sequence"]:
            assert first.sequence == row
        if forge in {delete_row, unseal, cut_tail}:
            assert (first.kind, first.sequence) == ("removed", row)
        if forge is insert_after_the_end:
            assert (first.kind, first.sequence) == ("inserted", ROWS + 1)
        if forge is insert_between:
            assert first.sequence == row + 1
        if forge is rehash_one:
            assert first.sequence in {row, row + 1}  # the file of heads knows some rows, their successors all
        if forge is rewrite_history:
            assert first.kind == "head"
            assert first.sequence >= row


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_found_as_an_alteration():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite stores them")
    sealed_trail(3)
    run("UPDATE ledger_auditentry SET actor_name = CAST(x'ff' AS TEXT) WHERE sequence = 2")
    run("UPDATE ledger_auditentry SET verb = x'ff' WHERE sequence = 3")
    assert [(p.kind, p.sequence) for p in verify().problems] == [("altered", 2), ("altered", 3)]


@pytest.mark.django_db
def test_a_cut_tail_is_found_by_the_head_in_the_database_alone():
    sealed_trail(ROWS)
    lines = heads.heads_file().read_text().splitlines(keepends=True)
    heads.heads_file().write_text(lines[0])
    delete_row(ROWS)
    assert [(p.kind, p.sequence) for p in verify().problems] == [("removed", ROWS)]


@pytest.mark.django_db
def test_a_missing_file_of_heads_is_told():
    sealed_trail(3)
    heads.heads_file().unlink()
    assert [p.kind for p in verify().problems] == ["head"]


@pytest.mark.postgres
@pytest.mark.usefixtures("guarded")
class TestGuard:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_a_sealed_row_cannot_be_changed(self, column):
        sealed_trail(2)
        with pytest.raises(Exception, match="never changed or deleted"), transaction.atomic():
            change_column(1, column)
        assert verify().intact

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM ledger_auditentry WHERE sequence = 1",
            "DELETE FROM ledger_auditentry WHERE sequence IS NULL",
            "UPDATE ledger_auditentry SET actor_name = 'x' WHERE sequence IS NULL",
            "UPDATE ledger_auditentry SET sequence = NULL WHERE sequence = 1",
        ],
    )
    def test_rows_cannot_be_taken_away_or_rewritten(self, sql):
        sealed_trail(2)
        entries(1)
        with pytest.raises(Exception, match="never changed or deleted"), transaction.atomic():
            run(sql)
        assert AuditEntry.objects.count() == 3

    def test_the_roundabout_ways_of_each_database_are_closed(self):
        first = sealed_trail(1)[0]
        if connection.vendor == "postgresql":
            ways = ["TRUNCATE ledger_auditentry CASCADE"]
        else:
            copy = ", ".join(COLUMNS)
            ways = [f"INSERT OR REPLACE INTO ledger_auditentry ({copy}) SELECT {copy} FROM ledger_auditentry"]
        for sql in ways:
            with pytest.raises(Exception, match="never changed or deleted"), transaction.atomic():
                run(sql)
        assert AuditEntry.objects.get().pk == first.pk

    def test_sealing_goes_through_and_the_report_knows_the_guard(self):
        sealed_trail(5)
        assert verify().guarded
        guard.remove(connection)
        assert not verify().guarded
