"""What holds for every test. Sockets, warnings and markers are in pyproject.toml."""

import gc
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from fcntl import LOCK_EX, flock
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("dev", deadline=None)
# the same examples in every run, so that a red run is about the change under test
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays for the whole run: a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def keep_migrated(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[], None] | None:
    """Begin with a copy of the empty database that is kept; what keeps one, if there is none that fits."""
    from conglang.config.demo import empty  # noqa: PLC0415 - needs the app registry

    kept = empty.kept_file(Path(sys.prefix))
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            return begin_as_copy(kept.stem)
    if connection.settings_dict["TEST"]["NAME"] != ":memory:":
        return None
    try:
        source = sqlite3.connect(f"{kept.as_uri()}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return partial(empty.keep, kept)

    def copy(connection: Any, **_more: Any) -> None:
        connection_created.disconnect(copy)
        with closing(source):
            source.backup(connection.connection)

    connection_created.connect(copy, weak=False)
    connection.settings_dict["TEST"]["MIGRATE"] = False  # what follows migrations is done all the same
    return None


def begin_as_copy(kept: str) -> Callable[[], None] | None:
    """The same on PostgreSQL, where the first process migrates while the others wait."""
    lock = os.open(__file__, os.O_RDONLY)
    flock(lock, LOCK_EX)
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [kept])
        is_there = cursor.fetchone() is not None
    if is_there:
        os.close(lock)
        connection.settings_dict["TEST"] |= {"TEMPLATE": kept, "MIGRATE": False}
        return None

    def keep() -> None:
        connection.close()  # a database is copied while nobody is in it
        quote = connection.ops.quote_name
        source = quote(connection.settings_dict["NAME"])
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quote(kept)} TEMPLATE {source}")
        os.close(lock)

    return keep


@pytest.fixture(scope="session")
def django_db_setup(
    keep_migrated: Callable[[], None] | None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Take the guard of the audit trail down, because transactional tests empty every table.

    The rows of the migrations come back after each of them: which tests follow is the workers' affair.
    """
    from conglang.base.ledger import guard  # noqa: PLC0415 - needs the app registry

    with django_db_blocker.unblock():
        if keep_migrated is not None:
            keep_migrated()
        guard.remove(connection)
        rows = dict(migrated_rows())
    TransactionTestCase._fixture_teardown = lambda _test: empty_and_restore(rows)


def migrated_rows() -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """SQL that puts the rows of a table back, and these rows; for each table that the migrations filled."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608  # quoted names of our own
            if rows := cursor.fetchall():
                columns = ", ".join(quote(column[0]) for column in cursor.description)
                places = ", ".join(["%s"] * len(cursor.description))
                yield f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})", rows  # noqa: S608


def empty_and_restore(rows: dict[str, list[tuple[object, ...]]]) -> None:
    """Leave the database as a transactional test found it."""
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, of_table in rows.items():
            cursor.executemany(statement, of_table)


@pytest.fixture
def desk(settings: Any) -> Callable[[Any, str], Client]:
    """A browser at the desk, signed in as one of a commune's people: `desk(of, name)`."""
    cache.clear()

    def signed_in(of: Any, name: str) -> Client:
        client = Client(HTTP_HOST=settings.DESK_HOST)
        client.force_login(of.users[name], backend="conglang.base.accounts.backends.UnitRoleBackend")
        return client

    return signed_in


CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # root in a container has none to give up
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs Chromium belongs to the browser's stage."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The one Chromium of the session: Playwright cannot be started twice in a process."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow to import, needed by few

    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    # Playwright keeps an event loop in this thread; Django would take every query beside it for a mistake
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
