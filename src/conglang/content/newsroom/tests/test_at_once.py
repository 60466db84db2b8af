"""Two people at the same moment."""

import threading

import pytest
from django.db import connection, connections

from conglang.content.newsroom.tests.conftest import write

pytestmark = pytest.mark.postgres


def test_articles_of_one_title_at_once_have_addresses_of_their_own(transactional_db, home):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time; its test database lives in one connection")
    start, slugs = threading.Barrier(4), []

    def body() -> None:
        try:
            start.wait(timeout=10)
            slugs.append(write(home).slug)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=body) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(slugs) == ["lich-tiem-phong", *(f"lich-tiem-phong-{n}" for n in (2, 3, 4))]
