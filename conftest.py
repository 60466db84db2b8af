"""What holds for every test. Sockets, warnings and markers are in pyproject.toml."""

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

settings.register_profile("dev", deadline=None)
# the same examples in every run, so that a red run is about the change under test
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Take the guard of the audit trail down, because transactional tests empty every table."""
    from conglang.base.ledger import guard  # noqa: PLC0415 - needs the app registry

    with django_db_blocker.unblock():
        guard.remove(connection)
