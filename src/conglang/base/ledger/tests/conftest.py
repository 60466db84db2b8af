from pathlib import Path

import pytest
from django.db import connection

from conglang.base.ledger import guard


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings) -> Path:
    """A data folder, and so a file of heads, for each test."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def guarded(db):
    """The triggers are up, as in production; in other tests they are down, because tables get emptied."""
    guard.install(connection)
    yield
    guard.remove(connection)
