import threading
import time

import pytest
from django.db import OperationalError

from conglang.config.sqlite.base import DatabaseWrapper


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    opened = []

    def connect(timeout=5):
        settings = {
            "NAME": tmp_path / "db.sqlite3",
            "OPTIONS": {
                "timeout": timeout,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL",
                "check_same_thread": False,
            },
            "TIME_ZONE": None,
            "CONN_HEALTH_CHECKS": False,
            "CONN_MAX_AGE": 0,
            "AUTOCOMMIT": True,
        }
        wrapper = DatabaseWrapper(settings)
        wrapper.inc_thread_sharing()
        wrapper.connect()
        opened.append(wrapper)
        return wrapper

    with django_db_blocker.unblock():
        yield connect
    for wrapper in opened:
        wrapper.close()


def test_a_writer_goes_on_as_soon_as_the_one_before_has_finished(connect):
    first, second = connect(), connect()
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    freed = []

    def free():
        first.rollback()
        freed.append(time.monotonic())

    threading.Timer(0.4, free).start()
    second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    waited = time.monotonic() - freed[0]
    second.rollback()
    assert waited < 0.05  # SQLite itself would have slept for up to 0.1


def test_a_writer_gives_up_after_its_time_and_other_statements_keep_theirs(connect):
    first, second = connect(), connect(timeout=0.3)
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"):
        second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert 0.3 <= time.monotonic() - began < 2
    first.rollback()
    assert second.connection.execute("PRAGMA busy_timeout").fetchone() == (300,)
