"""What several workers do to one file of SQLite at the same time."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from conglang.base.ledger import heads, wakeups

SCRIPT = Path(__file__).with_name("processes.py")


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(SCRIPT), str(folder), *arguments])


@pytest.fixture
def prepared(tmp_path) -> Path:
    assert start(tmp_path, "prepare", "40").wait(timeout=60) == 0
    return tmp_path


def test_three_workers_deliver_each_event_once_and_run_each_job_once(prepared):
    workers = [start(prepared, "work") for _ in range(3)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert sorted(map(int, (prepared / "heard").read_text().split())) == list(range(40))
    assert (prepared / "ran").read_text().split() == ["hourly"]


def test_three_sealers_make_one_chain(prepared):
    sealers = [start(prepared, "seal") for _ in range(3)]
    assert [sealer.wait(timeout=60) for sealer in sealers] == [0, 0, 0]
    with sqlite3.connect(prepared / "db.sqlite3") as database:
        links = database.execute(
            "SELECT sequence, previous_hash, hash FROM ledger_auditentry ORDER BY sequence"
        ).fetchall()
        (count,) = database.execute("SELECT count FROM ledger_sealhead").fetchone()
    database.close()
    assert [sequence for sequence, _, _ in links] == list(range(1, count + 1))
    assert [previous for _, previous, _ in links] == ["", *(digest for _, _, digest in links[:-1])]
    assert max(head.count for head in heads.kept()) == count


def test_a_commit_of_another_process_wakes_a_waiting_one(tmp_path, settings, monkeypatch):
    path = tmp_path / "db.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bell (rung)")
    monkeypatch.setitem(connection.settings_dict, "NAME", path)
    waker = wakeups.SqliteWaker()
    assert not waker.wait(0.05)
    other.execute("INSERT INTO bell VALUES (1)")
    other.commit()
    assert waker.wait(5)
    assert not waker.wait(0.05)
    waker.close()
    other.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_notice_of_another_connection_wakes_a_waiting_one():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is watched, not told")
    waker = wakeups.waker()
    assert waker.wait(0.05)  # it has just begun to listen
    assert not waker.wait(0.05)
    wakeups.notify()
    assert waker.wait(5)
    assert not waker.wait(0.05)
    waker.close()
